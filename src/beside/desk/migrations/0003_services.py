"""What a service may set for itself: hours of its own, holidays, limits, words, several in one house."""

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


def stay_as_it_was(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A service that stands already goes on being open by its hours alone."""
    apps.get_model("desk", "Service").objects.update(needs_staff=False)


MINUTES = (django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(240))

FIELDS: list[Operation] = [
    migrations.AddField("service", "slug", models.SlugField(default="main", max_length=40, unique=True)),
    migrations.AddField("service", "is_offered", models.BooleanField(default=True)),
    migrations.AddField("service", "topics", models.JSONField(blank=True, default=list)),
    migrations.AddField("service", "needs_staff", models.BooleanField(default=True)),
    migrations.AddField(
        "service",
        "closing_minutes",
        models.PositiveSmallIntegerField(
            default=45, validators=[django.core.validators.MaxValueValidator(240)]
        ),
    ),
    migrations.AddField(
        "service", "busy_minutes", models.PositiveSmallIntegerField(default=20, validators=MINUTES)
    ),
    migrations.AddField(
        "service",
        "keep_hours",
        models.PositiveSmallIntegerField(
            blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
        ),
    ),
    migrations.AddField("servicewords", "overflow", models.CharField(blank=True, default="", max_length=300)),
    migrations.AddField("shift", "services", models.JSONField(blank=True, default=list)),
    migrations.AddField(
        "request",
        "service",
        models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="requests",
            to="desk.service",
        ),
    ),
]

HOLIDAY = migrations.CreateModel(
    name="Holiday",
    fields=[
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("name", models.CharField(blank=True, default="", max_length=60)),
        ("first", models.DateField()),
        ("last", models.DateField()),
        ("yearly", models.BooleanField(default=False)),
        ("opens", models.TimeField(blank=True, null=True)),
        ("closes", models.TimeField(blank=True, null=True)),
        (
            "service",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="holidays", to="desk.service"
            ),
        ),
    ],
    options={
        "ordering": ("first",),
        "constraints": [
            models.UniqueConstraint(fields=("service", "first"), name="one_holiday_from_a_day"),
            models.CheckConstraint(
                condition=models.Q(("first__lte", models.F("last"))), name="holiday_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes__isnull", True), ("opens__isnull", True)),
                    models.Q(("closes__isnull", False), ("opens__isnull", False)),
                    _connector="OR",
                ),
                name="holiday_has_both_ends",
            ),
        ],
    },
)

OVERFLOW = migrations.CreateModel(
    name="OverflowNumber",
    fields=[
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("place", models.PositiveSmallIntegerField()),
        ("name", models.CharField(max_length=60)),
        ("number", models.CharField(max_length=30)),
        (
            "service",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="overflow_numbers",
                to="desk.service",
            ),
        ),
    ],
    options={
        "ordering": ("place",),
        "constraints": [
            models.UniqueConstraint(fields=("service", "place"), name="one_overflow_number_at_a_place")
        ],
    },
)

STANDSTILL = migrations.CreateModel(
    name="Standstill",
    fields=[
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("is_running", models.BooleanField(default=True)),
        ("began_at", models.DateTimeField()),
        ("until", models.DateTimeField(blank=True, null=True)),
        ("ended_at", models.DateTimeField(blank=True, null=True)),
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
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("is_running", True)),
                fields=("is_running",),
                name="one_running_standstill",
            )
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_supervisors_told"), ("people", "0001_initial")]
    operations: list[Operation] = [
        *FIELDS,
        migrations.RunPython(stay_as_it_was, migrations.RunPython.noop),
        HOLIDAY,
        OVERFLOW,
        STANDSTILL,
    ]
