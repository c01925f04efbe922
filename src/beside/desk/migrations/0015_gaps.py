"""How long people in a chat wait for answers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0014_who_takes")]
    operations = [
        migrations.CreateModel(
            name="Gaps",
            fields=[
                (
                    "chat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="gaps",
                        serialize=False,
                        to="desk.chat",
                    ),
                ),
                ("upto", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
    ]
