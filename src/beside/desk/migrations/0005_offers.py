"""How an offer is made, missed and answered."""

import django.db.models.deletion
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

SECONDS = (MinValueValidator(10), MaxValueValidator(7200))


def seconds(default: int) -> "models.PositiveSmallIntegerField[int, int]":
    """A time of the rules."""
    return models.PositiveSmallIntegerField(default=default, validators=[*SECONDS])


def between(least: int, most: int, default: int) -> "models.PositiveSmallIntegerField[int, int]":
    """A number of the rules."""
    bounds = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(default=default, validators=bounds)


SERVICE = models.OneToOneField(
    on_delete=django.db.models.deletion.CASCADE,
    primary_key=True,
    related_name="offer_rules",
    serialize=False,
    to="desk.service",
)


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_before")]
    operations: list[Operation] = [
        migrations.CreateModel(
            name="OfferRules",
            fields=[
                ("service", SERVICE),
                ("by_itself", models.BooleanField(default=True)),
                ("certified_seconds", seconds(60)),
                ("expert_seconds", seconds(210)),
                ("any_seconds", seconds(390)),
                ("step_seconds", seconds(390)),
                ("due_minutes", between(5, 600, 60)),
                ("in_a_row", between(1, 100, 10)),
                ("misses", between(1, 10, 2)),
                ("again_seconds", seconds(120)),
                ("fallback_seconds", seconds(60)),
            ],
        ),
    ]
