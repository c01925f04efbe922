"""The guide, silence, time, marks, pins and what was shared."""

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

PHASES = [
    ("meet", "Meet"),
    ("explore", "Explore"),
    ("safety", "Safety"),
    ("next", "Next"),
    ("close", "Close"),
]
MINUTES = [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)]


def _id() -> "models.BigAutoField[Any, Any]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _minutes(default: int) -> "models.PositiveSmallIntegerField[Any, Any]":
    return models.PositiveSmallIntegerField(default=default, validators=MINUTES)


COURSE = migrations.CreateModel(
    name="Course",
    fields=[
        (
            "chat",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="course",
                serialize=False,
                to="desk.chat",
            ),
        ),
        ("phase", models.CharField(choices=PHASES, default="meet", max_length=8)),
        ("heard", models.PositiveIntegerField(default=0)),
        ("by_seeker", models.BooleanField(default=True)),
        ("quiet_since", models.DateTimeField()),
        ("step", models.CharField(blank=True, default="", max_length=6)),
        ("step_at", models.DateTimeField(blank=True, null=True)),
    ],
)

SILENCE = migrations.CreateModel(
    name="Silence",
    fields=[
        ("id", _id()),
        ("nudge", _minutes(3)),
        ("kind", _minutes(5)),
        ("again", _minutes(8)),
        ("close", _minutes(12)),
        ("told", _minutes(4)),
        ("offer", _minutes(6)),
        (
            "service",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="silence", to="desk.service"
            ),
        ),
    ],
)

PHRASE = migrations.CreateModel(
    name="Phrase",
    fields=[
        ("id", _id()),
        ("language", models.CharField(max_length=10)),
        ("phase", models.CharField(choices=PHASES, max_length=8)),
        ("place", models.PositiveSmallIntegerField()),
        ("label", models.CharField(max_length=80)),
        ("words", models.CharField(max_length=600)),
    ],
    options={
        "ordering": ("language", "phase", "place"),
        "constraints": [
            models.UniqueConstraint(fields=("language", "phase", "place"), name="one_phrase_in_a_place")
        ],
    },
)

SHARED = migrations.CreateModel(
    name="Shared",
    fields=[
        ("id", _id()),
        ("code", models.CharField(max_length=80)),
        ("position", models.PositiveIntegerField()),
        ("shared_on", models.DateField()),
        (
            "by",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        (
            "conversation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shared",
                to="conversations.conversation",
            ),
        ),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(fields=("conversation", "position"), name="shared_once_at_a_position")
        ]
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0005_offers"),
        ("conversations", "0001_initial"),
        ("people", "0001_initial"),
    ]
    operations: list[Operation] = [COURSE, SILENCE, PHRASE, SHARED]
