"""A seat whose words are let in more slowly."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_taken_places")]
    operations: list[Operation] = []
