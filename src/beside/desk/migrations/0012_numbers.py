"""What the numbers are made of."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0011_rota")]
    operations: list[Operation] = []
