"""How an offer is made, missed and answered."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_before")]
    operations: list[Operation] = []
