"""The guide, silence, time, marks, pins and what was shared."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_offers")]
    operations: list[Operation] = []
