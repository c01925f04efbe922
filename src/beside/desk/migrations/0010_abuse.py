"""Cool-off, and reports about a listener or a page."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0009_after"),
        ("conversations", "0002_taken_places"),
        ("people", "0002_qualifications"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoolOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(blank=True, default="", max_length=64)),
                ("step", models.PositiveSmallIntegerField()),
                ("begun_at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cool_offs",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["token"], name="cool_off_token"),
                    models.Index(fields=["begun_at"], name="cool_off_begun"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("receipt", models.CharField(max_length=64, unique=True)),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("listener", "The person I talked with"),
                            ("page", "A page, or something that does not work"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key_id", models.BigIntegerField()),
                ("words", models.BinaryField(blank=True, null=True)),
                ("answer", models.BinaryField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("asked_with", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                (
                    "answered_by",
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
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "named",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["answered_at", "due_on"], name="report_open")],
            },
        ),
    ]
