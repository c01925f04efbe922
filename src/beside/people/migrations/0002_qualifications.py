"""What somebody is qualified for, and what they bring along."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations: list[Operation] = []
