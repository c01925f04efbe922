"""Hand-overs and their steps."""

import django.db.models.deletion
from django.db import migrations, models

PERSON = "people.person"
TARGETS = [("person", "Person"), ("line", "Line"), ("counsellor", "Counsellor"), ("supervisor", "Supervisor")]
STEPS = [
    ("asking", "Asking"),
    ("finding", "Finding"),
    ("together", "Together"),
    ("done", "Done"),
    ("declined", "Declined"),
    ("unanswered", "Unanswered"),
    ("stayed", "Stayed"),
    ("called-off", "Called Off"),
]
AGREED = [("button", "Button"), ("words", "Words")]

HAND_OVER = migrations.CreateModel(
    name="HandOver",
    fields=[
        (
            "id",
            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
        ),
        ("target", models.CharField(choices=TARGETS, max_length=12)),
        ("warm", models.BooleanField(default=False)),
        ("step", models.CharField(choices=STEPS, default="asking", max_length=12)),
        ("asked_at", models.DateTimeField()),
        ("asked_after", models.PositiveIntegerField(default=0)),
        ("answered_at", models.DateTimeField(blank=True, null=True)),
        ("agreed", models.CharField(blank=True, choices=AGREED, default="", max_length=8)),
        ("joined_at", models.DateTimeField(blank=True, null=True)),
        ("settled_at", models.DateTimeField(blank=True, null=True)),
        ("asked_with", models.CharField(blank=True, max_length=64, null=True)),
        (
            "by",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=PERSON),
        ),
        (
            "chat",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hand_overs", to="desk.chat"
            ),
        ),
        (
            "offer",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="desk.offer",
            ),
        ),
        (
            "taker",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=PERSON,
            ),
        ),
        (
            "to",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=PERSON,
            ),
        ),
        (
            "whose",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=PERSON),
        ),
    ],
    options={
        "indexes": [models.Index(fields=["step", "asked_at"], name="hand_over_step")],
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("step__in", ("asking", "finding", "together"))),
                fields=("chat",),
                name="one_hand_over_at_a_time",
            ),
            models.UniqueConstraint(fields=("chat", "asked_with"), name="one_hand_over_per_form"),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_in_the_chat"), ("people", "0001_initial")]
    operations = [HAND_OVER]
