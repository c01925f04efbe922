"""What steadies a chat with somebody who writes too much, and rules that each service has of its own."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0012_numbers")]
    operations: list[Operation] = []
