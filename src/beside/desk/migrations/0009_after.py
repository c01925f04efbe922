"""The record after a chat, follow-up, rest and what a shift may carry."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_help")]
    operations: list[Operation] = []
