"""What a service may set for itself: hours of its own, holidays, limits, words, several in one house."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_supervisors_told")]
    operations: list[Operation] = []
