"""Concerns: danger that was read in a conversation, until somebody has looked after it."""

from __future__ import annotations

from django.db import models

from beside.conversations.models import Conversation, Side, Voice
from beside.people.models import Person, Role

MAY_SEE_ALL = (Role.SUPERVISOR,)
"""Who sees concerns of conversations they have no seat in."""


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Queries start from the person."""

    def visible_to(self, person: Person) -> ConcernQuerySet:
        """Those of conversations the person works in, or all for a supervisor. Nothing for a seeker."""
        if not person.is_staff:
            return self.none()
        if person.has_role(*MAY_SEE_ALL):
            return self
        seats = person.seats.filter(side=Side.STAFF).exclude(voice=Voice.NONE)
        return self.filter(conversation__in=seats.values("conversation"))

    def open(self) -> ConcernQuerySet:
        """Not looked after to the end yet."""
        return self.filter(closed_at__isnull=True)


class Concern(models.Model):
    """One danger in one conversation. Monotone: the highest level wins; one is open at a time.

    `level` 1–4, `signals` the names triage gave, `position` the entry that brought the level: never words.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="concerns")
    level = models.PositiveSmallIntegerField()
    signals = models.JSONField(default=list)
    position = models.PositiveIntegerField()
    raised_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("conversation",), condition=models.Q(closed_at__isnull=True), name="one_open_concern"
            ),
            models.CheckConstraint(condition=models.Q(level__range=(1, 4)), name="concern_level_1_to_4"),
        )

    def __str__(self) -> str:
        return f"concern {self.pk}, level {self.level}"

    @property
    def is_open(self) -> bool:
        """Whether it still asks for somebody."""
        return self.closed_at is None

    def is_raised_by(self, level: int, signals: list[str]) -> bool:
        """Whether a new reading adds anything."""
        return level > self.level or not set(signals) <= set(self.signals)
