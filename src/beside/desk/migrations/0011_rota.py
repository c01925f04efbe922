"""Shifts that are planned, claimed and swapped."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0010_abuse"), ("people", "0002_qualifications")]

    operations = [
        migrations.CreateModel(
            name="RotaRules",
            fields=[
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="rota_rules",
                        serialize=False,
                        to="desk.service",
                    ),
                ),
                ("needs_claim", models.BooleanField(default=False)),
                (
                    "early_minutes",
                    models.PositiveSmallIntegerField(
                        default=15, validators=[django.core.validators.MaxValueValidator(120)]
                    ),
                ),
                (
                    "notice_hours",
                    models.PositiveSmallIntegerField(
                        default=24, validators=[django.core.validators.MaxValueValidator(168)]
                    ),
                ),
                (
                    "first_hours",
                    models.PositiveSmallIntegerField(
                        default=24, validators=[django.core.validators.MaxValueValidator(72)]
                    ),
                ),
                (
                    "second_hours",
                    models.PositiveSmallIntegerField(
                        default=2, validators=[django.core.validators.MaxValueValidator(72)]
                    ),
                ),
                (
                    "longest_hours",
                    models.PositiveSmallIntegerField(
                        default=4, validators=[django.core.validators.MaxValueValidator(168)]
                    ),
                ),
                (
                    "first_month_hours",
                    models.PositiveSmallIntegerField(
                        default=2, validators=[django.core.validators.MaxValueValidator(168)]
                    ),
                ),
                (
                    "week_hours",
                    models.PositiveSmallIntegerField(
                        default=12, validators=[django.core.validators.MaxValueValidator(168)]
                    ),
                ),
                (
                    "rest_hours",
                    models.PositiveSmallIntegerField(
                        default=11, validators=[django.core.validators.MaxValueValidator(48)]
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Planned",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                    ),
                ),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Anyone at the desk"),
                            ("counsellor", "A counsellor or supervisor"),
                            ("supervisor", "A supervisor"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("day", models.DateField()),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="desk.service"
                    ),
                ),
            ],
            options={
                "ordering": ("begins_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("late", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="people.person"
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="desk.planned"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                    ),
                ),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Anyone at the desk"),
                            ("counsellor", "A counsellor or supervisor"),
                            ("supervisor", "A supervisor"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(6)]
                    ),
                ),
                ("begins", models.TimeField()),
                ("ends", models.TimeField()),
                ("first", models.DateField()),
                ("last", models.DateField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="desk.service"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="planned",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shifts",
                to="desk.series",
            ),
        ),
        migrations.CreateModel(
            name="Swap",
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
                            ("open", "Open"),
                            ("taken", "Taken"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "against",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="swaps_against",
                        to="desk.claim",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="swaps", to="desk.claim"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
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
                        related_name="permits",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("person",),
                        name="one_open_permit",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at__isnull", True)),
                fields=("planned", "person"),
                name="one_claim_for_a_shift",
            ),
        ),
        migrations.AddIndex(
            model_name="planned",
            index=models.Index(fields=["begins_at"], name="planned_begins"),
        ),
        migrations.AddConstraint(
            model_name="planned",
            constraint=models.UniqueConstraint(fields=("series", "day"), name="one_of_a_series_a_day"),
        ),
        migrations.AddConstraint(
            model_name="planned",
            constraint=models.CheckConstraint(
                condition=models.Q(("begins_at__lt", models.F("ends_at"))),
                name="planned_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="swap",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("claim",), name="one_open_swap_per_claim"
            ),
        ),
    ]
