"""Hand-overs and their steps."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_in_the_chat")]
    operations: list[Operation] = []
