"""Handing a chat over: who asked, to whom, what the seeker said, how far it has come."""

from django.db import models

from beside.desk.models.chat import Chat
from beside.desk.models.line import Offer
from beside.people.models import Person


class Target(models.TextChoices):
    """To whom: somebody by name, whoever is free, or somebody who holds a role."""

    PERSON = "person"
    LINE = "line"
    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"


ROLES = (Target.COUNSELLOR, Target.SUPERVISOR)


class Step(models.TextChoices):
    """How far it has come. The first three are under way, the others are how it ended."""

    ASKING = "asking"
    FINDING = "finding"
    TOGETHER = "together"
    DONE = "done"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    STAYED = "stayed"
    CALLED_OFF = "called-off"


UNDER_WAY = (Step.ASKING, Step.FINDING, Step.TOGETHER)


class Agreed(models.TextChoices):
    """How the seeker said yes: by the button, or in words, as their listener says."""

    BUTTON = "button"
    WORDS = "words"


class HandOver(models.Model):
    """One hand-over of a chat, from the question to the seeker until one listener is alone with them again.

    `asked_after` is the last position of the log when the question was put; `taker` who came; `offer` what a
    colleague was last asked with. The chat's owner stays its owner until the step is `done`.
    """

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="hand_overs")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    whose = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=12, choices=Target.choices)
    to = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    warm = models.BooleanField(default=False)
    step = models.CharField(max_length=12, choices=Step.choices, default=Step.ASKING)
    asked_at = models.DateTimeField()
    asked_after = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    agreed = models.CharField(max_length=8, choices=Agreed.choices, blank=True, default="")
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    asked_with = models.CharField(max_length=64, null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("chat",), condition=models.Q(step__in=UNDER_WAY), name="one_hand_over_at_a_time"
            ),
            models.UniqueConstraint(fields=("chat", "asked_with"), name="one_hand_over_per_form"),
        )
        indexes = (models.Index(fields=("step", "asked_at"), name="hand_over_step"),)

    @property
    def is_under_way(self) -> bool:
        """Not settled yet."""
        return self.step in UNDER_WAY
