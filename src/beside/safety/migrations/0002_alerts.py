"""Alerts: an owner, a clock, an acknowledgement, a repeat and a second level."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_taken_places"),
        ("people", "0001_initial"),
        ("safety", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OnCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(choices=[(1, "first"), (2, "second")], unique=True),
                ),
                ("name", models.CharField(max_length=60)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="en", max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("subject", models.CharField(max_length=80)),
                ("role", models.CharField(default="supervisor", max_length=20)),
                ("level", models.PositiveSmallIntegerField()),
                ("on_call", models.BooleanField(default=False)),
                ("due_seconds", models.PositiveIntegerField()),
                ("second_after_seconds", models.PositiveIntegerField()),
                ("raised_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("calls", models.PositiveIntegerField(default=1)),
                ("second_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True), ("resolved_at__isnull", True)),
                        fields=["next_at"],
                        name="alerts_to_call",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resolved_at__isnull", True)),
                        fields=("kind", "subject"),
                        name="one_open_alert",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__range", (0, 4))), name="alert_level_0_to_4"
                    ),
                ],
            },
        ),
    ]
