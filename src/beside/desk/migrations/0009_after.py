"""The record after a chat, follow-up, rest and what a shift may carry."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_help"), ("people", "0002_qualifications")]
    operations = [
        migrations.CreateModel(
            name="AfterRules",
            fields=[
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="after_rules",
                        serialize=False,
                        to="desk.service",
                    ),
                ),
                (
                    "cool_minutes",
                    models.PositiveSmallIntegerField(
                        default=15, validators=[django.core.validators.MaxValueValidator(120)]
                    ),
                ),
                (
                    "most_points",
                    models.PositiveSmallIntegerField(
                        default=12, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                (
                    "in_a_row",
                    models.PositiveSmallIntegerField(
                        default=2, validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                ("needs_record", models.BooleanField(default=True)),
            ],
        ),
        migrations.AddField(
            model_name="afterchat",
            name="asked",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="wrapup",
            name="answers",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="wrapup",
            name="deferred_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="wrapup",
            name="deferred_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Easing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="easings",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SuicideQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("asked", "Asked, and answered"),
                            ("declined", "Asked; they would rather not say"),
                            ("not", "Not asked: it was not appropriate"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "chat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suicide_question",
                        to="desk.chat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Debrief",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted", models.BooleanField()),
                ("answered_at", models.DateTimeField()),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                (
                    "chat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="debriefs", to="desk.chat"
                    ),
                ),
                (
                    "met_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="debriefs",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("chat", "person"), name="one_debrief_per_chat")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "The person has not answered yet"),
                            ("agreed", "The person said yes"),
                            ("refused", "The person would rather not"),
                            ("done", "Written"),
                            ("dropped", "Called off"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(12),
                            django.core.validators.MaxValueValidator(168),
                        ]
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("missed_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("sealed", models.BinaryField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "chat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follow_up", to="desk.chat"
                    ),
                ),
                (
                    "done_by",
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
                "indexes": [models.Index(fields=["state", "due_at"], name="follow_up_due")],
            },
        ),
        migrations.CreateModel(
            name="RecordField",
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
                            ("choice", "One of a few answers"),
                            ("many", "Any of a few answers"),
                            ("words", "Words of their own"),
                        ],
                        max_length=8,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("is_asked", models.BooleanField(default=True)),
                ("is_required", models.BooleanField(default=False)),
                ("is_personal", models.BooleanField(default=True)),
                ("words", models.JSONField(default=dict)),
                ("options", models.JSONField(blank=True, default=list)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="record_fields",
                        to="desk.service",
                    ),
                ),
            ],
            options={
                "ordering": ("place", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("service", "code"), name="one_field_per_code")
                ],
            },
        ),
    ]
