"""What is asked before a chat, and whom somebody would like to talk with."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_services")]
    operations: list[Operation] = []
