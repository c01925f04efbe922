"""Shifts that are planned, claimed and swapped."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0010_abuse")]
    operations: list[Operation] = []
