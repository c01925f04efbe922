"""Alerts: somebody has to come. One table and one clock for every kind of them."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from beside.conversations.models import Conversation
from beside.people.models import Person, Role

LONGEST_PAUSE = timedelta(minutes=15)
"""However long nobody answers, the next call comes within this time."""

STEADY = 4
"""So many calls come at the alert's own pace; after them each pause is twice the one before."""


class AlertQuerySet(models.QuerySet["Alert"]):
    """Queries start from the person."""

    def visible_to(self, person: Person) -> AlertQuerySet:
        """Those this person has to answer, or may: their own, and those of a role they hold."""
        if not person.is_staff:
            return self.none()
        return self.filter(Q(owner=person) | Q(role__in=person.roles()))

    def open(self) -> AlertQuerySet:
        """Not over yet, whether or not somebody has said "I have it"."""
        return self.filter(resolved_at__isnull=True)

    def unanswered(self) -> AlertQuerySet:
        """Open, and nobody has said "I have it"."""
        return self.open().filter(acknowledged_at__isnull=True)


class Alert(models.Model):
    """One thing that somebody has to look at. One is open for each kind and subject. Never a word of anybody.

    `subject` is an id. `owner` is who has to answer: nobody yet means whoever holds `role`; who says "I have
    it" becomes the owner. `level` is 0-4. `due_seconds`: the time to answer in, and the pause between calls.
    After `second_after_seconds` without an answer the second level is called too. `on_call`: nobody is in
    the house, so the first call goes out of it already. `calls` counts the calls, `next_at` is the next one.
    """

    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=80)
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, default=Role.SUPERVISOR)
    level = models.PositiveSmallIntegerField()
    on_call = models.BooleanField(default=False)
    due_seconds = models.PositiveIntegerField()
    second_after_seconds = models.PositiveIntegerField()
    raised_at = models.DateTimeField()
    next_at = models.DateTimeField()
    calls = models.PositiveIntegerField(default=1)
    second_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject"), condition=Q(resolved_at__isnull=True), name="one_open_alert"
            ),
            models.CheckConstraint(condition=Q(level__range=(0, 4)), name="alert_level_0_to_4"),
        )
        indexes = (
            models.Index(
                fields=("next_at",),
                condition=Q(resolved_at__isnull=True, acknowledged_at__isnull=True),
                name="alerts_to_call",
            ),
        )

    def __str__(self) -> str:
        return f"alert {self.pk}, {self.kind}, level {self.level}"

    @property
    def is_open(self) -> bool:
        """Not over yet."""
        return self.resolved_at is None

    @property
    def is_answered(self) -> bool:
        """Whether somebody has said "I have it"."""
        return self.acknowledged_at is not None

    @property
    def stage(self) -> int:
        """1, or 2 once the second level is called."""
        return 1 if self.second_at is None else 2

    @property
    def pause(self) -> timedelta:
        """How long after this call the next one comes."""
        longest = LONGEST_PAUSE.total_seconds()
        doubled = 2.0 ** max(0, min(self.calls - STEADY, 10))
        return timedelta(seconds=max(self.due_seconds, min(self.due_seconds * doubled, longest)))
