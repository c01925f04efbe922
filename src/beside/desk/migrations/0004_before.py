"""What is asked before a chat, and whom somebody would like to talk with."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_services"), ("people", "0002_qualifications")]
    operations: list[Operation] = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("topic", "A subject: who knows it is asked first"),
                            ("wish", "Whom they would like to talk with"),
                            ("age", "An age band: people under age go to who is qualified for it"),
                            ("scale", "A number from 0 to 10"),
                            ("choice", "One of a few answers"),
                            ("words", "Words of their own"),
                        ],
                        max_length=10,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("is_asked", models.BooleanField(default=True)),
                ("is_personal", models.BooleanField(default=True)),
                ("words", models.JSONField(default=dict)),
                ("options", models.JSONField(blank=True, default=list)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="desk.service",
                    ),
                ),
            ],
            options={
                "ordering": ("place", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("service", "code"), name="one_question_per_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Given",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.SlugField(max_length=30)),
                ("code", models.CharField(blank=True, default="", max_length=30)),
                ("sealed", models.BinaryField(blank=True, null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="given", to="desk.request"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("request", "question"), name="one_answer_per_question")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wanted",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="wanted",
                        serialize=False,
                        to="desk.request",
                    ),
                ),
                ("topic", models.CharField(blank=True, default="", max_length=30)),
                ("shares", models.BooleanField(default=False)),
                ("role", models.CharField(blank=True, default="", max_length=12)),
                ("gender", models.CharField(blank=True, default="", max_length=10)),
                ("minor", models.BooleanField(default=False)),
                ("fresh", models.BooleanField(default=False)),
                (
                    "listener",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
    ]
