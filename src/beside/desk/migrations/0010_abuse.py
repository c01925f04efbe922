"""Cool-off, and reports about a listener or a page."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0009_after")]
    operations: list[Operation] = []
