"""The course of a chat while it runs, the helpline's own phrases and silences, and what was shared."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation
from beside.desk.models.chat import Chat
from beside.desk.models.service import Service
from beside.people.models import Person

MINUTES = (MinValueValidator(1), MaxValueValidator(120))


class Phase(models.TextChoices):
    """The parts of a chat, in their order. STEADY is none of them: phrases for when it is too much."""

    MEET = "meet", _("Meet")
    EXPLORE = "explore", _("Explore")
    SAFETY = "safety", _("Safety")
    NEXT = "next", _("Next")
    CLOSE = "close", _("Close")
    STEADY = "steady", _("When it is too much")


PARTS = tuple(phase for phase in Phase if phase is not Phase.STEADY)
"""The phases that a chat goes through."""


class Course(models.Model):
    """Where a running chat is. The row goes when the chat ends, and its clocks with it.

    `heard` is the position of the last line that somebody said (0: none yet), `by_seeker` whose it was,
    `quiet_since` when it was noticed. `step` is the last step taken since in the silence, at `step_at`.
    """

    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, primary_key=True, related_name="course")
    phase = models.CharField(
        max_length=8, choices=[(phase.value, phase.label) for phase in PARTS], default=Phase.MEET
    )
    heard = models.PositiveIntegerField(default=0)
    by_seeker = models.BooleanField(default=True)
    quiet_since = models.DateTimeField()
    step = models.CharField(max_length=6, blank=True, default="")
    step_at = models.DateTimeField(null=True, blank=True)


class Silence(models.Model):
    """A service's own minutes of silence. No row: the defaults.

    The person's: the listener is nudged, kind words twice, the kind close. The listener's: a supervisor is
    told, a colleague is offered.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="silence")
    nudge = models.PositiveSmallIntegerField(default=3, validators=MINUTES)
    kind = models.PositiveSmallIntegerField(default=5, validators=MINUTES)
    again = models.PositiveSmallIntegerField(default=8, validators=MINUTES)
    close = models.PositiveSmallIntegerField(default=12, validators=MINUTES)
    told = models.PositiveSmallIntegerField(default=4, validators=MINUTES)
    offer = models.PositiveSmallIntegerField(default=6, validators=MINUTES)


class Phrase(models.Model):
    """A phrase of the helpline’s own. One row stands in for all built-in ones of its language."""

    language = models.CharField(max_length=10)
    phase = models.CharField(max_length=8, choices=Phase.choices)
    place = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    words = models.CharField(max_length=600)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("language", "phase", "place"), name="one_phrase_in_a_place"),
        )
        ordering = ("language", "phase", "place")


class Shared(models.Model):
    """A helpline of the directory that was shared in a chat: which, by whom, on which day. No words."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="shared")
    code = models.CharField(max_length=80)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    shared_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("conversation", "position"), name="shared_once_at_a_position"),
        )
