"""A supervisor beside a chat."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_hand_over")]
    operations: list[Operation] = []
