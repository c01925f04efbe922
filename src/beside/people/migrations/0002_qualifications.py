"""What somebody is qualified for, and what they bring along."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations: list[Operation] = [
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="qualification",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("most_urgency", models.PositiveSmallIntegerField(default=2)),
                ("minors", models.BooleanField(default=False)),
                ("training", models.CharField(blank=True, default="", max_length=120)),
                ("granted_at", models.DateTimeField()),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("most_urgency__lte", 4)), name="qualified_for_a_level_there_is"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="profile",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("topics", models.JSONField(blank=True, default=list)),
                ("tags", models.JSONField(blank=True, default=list)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "A woman"), ("man", "A man"), ("neither", "Neither of these")],
                        default="",
                        max_length=10,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "colleague"), name="one_block_per_pair")
                ],
            },
        ),
    ]
