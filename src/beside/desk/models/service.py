"""The helpline: its words, hours and numbers. One row is enough; everything that can differ hangs on it."""

from datetime import time
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

MINUTES = (MinValueValidator(5), MaxValueValidator(240))


class Service(models.Model):
    """One helpline. Lengths are in minutes unless the name says seconds.

    `slug` is its address below `/s/`. `needs_staff`: open only while somebody is on shift for at least
    `closing_minutes` more. `topics` are codes, none for all. `keep_hours`: chats are destroyed sooner here.
    """

    slug = models.SlugField(max_length=40, unique=True, default="main")
    is_offered = models.BooleanField(default=True)
    topics = models.JSONField(default=list, blank=True)
    needs_staff = models.BooleanField(default=True)
    closing_minutes = models.PositiveSmallIntegerField(default=45, validators=(MaxValueValidator(240),))
    busy_minutes = models.PositiveSmallIntegerField(default=20, validators=MINUTES)
    keep_hours = models.PositiveSmallIntegerField(null=True, blank=True, validators=(MinValueValidator(1),))
    time_zone = models.CharField(max_length=60, default="UTC")
    country = models.CharField(max_length=2, blank=True, default="")
    emergency_number = models.CharField(max_length=20, blank=True, default="")
    helpline_number = models.CharField(max_length=30, blank=True, default="")
    exit_address = models.URLField(max_length=300, default="https://www.wikipedia.org/")
    chat_minutes = models.PositiveSmallIntegerField(default=45, validators=MINUTES)
    extension_minutes = models.PositiveSmallIntegerField(default=15, validators=MINUTES)
    full_minutes = models.PositiveSmallIntegerField(default=60, validators=MINUTES)
    offer_seconds = models.PositiveSmallIntegerField(default=30)
    urgent_target_seconds = models.PositiveSmallIntegerField(default=60)
    target_seconds = models.PositiveSmallIntegerField(default=300)
    listener_slots = models.PositiveSmallIntegerField(default=1)
    counsellor_slots = models.PositiveSmallIntegerField(default=2)
    is_shut = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    @property
    def zone(self) -> ZoneInfo:
        """Where the hours are meant."""
        return ZoneInfo(self.time_zone)


class ServiceWords(models.Model):
    """The service in one language: its name, the words of its first page. A row means it is offered.

    `overflow` is said on the first page while the service is full or closed.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    headline = models.CharField(max_length=120)
    lead = models.CharField(max_length=200)
    overflow = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("service", "language"), name="words_once_per_language"),
        )
        ordering = ("pk",)


class OpeningHours(models.Model):
    """Open on a weekday (0 is Monday) from one time to another. An end not after the start is next day."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(validators=(MaxValueValidator(6),))
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("service", "weekday", "opens"), name="opens_once_at_a_time"),
        )
        ordering = ("weekday", "opens")

    @property
    def minutes(self) -> int:
        """How long it stays open; the same time twice is a whole day."""
        return span(self.opens, self.closes)


def span(opens: time, closes: time) -> int:
    """Minutes from one time to another; over midnight where the end is not after the start."""
    return (_minute(closes) - _minute(opens)) % 1440 or 1440


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
