"""Conversations, seats, entries: the log that everything said goes into."""

import uuid

from django.db import models
from django.db.models import Q

from beside.people.models import Person


class Kind(models.TextChoices):
    """What a conversation is for."""

    SUPPORT = "support"
    COMPANION = "companion"
    THERAPY = "therapy"
    GROUP = "group"
    BACKSTAGE = "backstage"


class Conversation(models.Model):
    """One log. Its row is never deleted: erasing destroys the key and leaves a tombstone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    language = models.CharField(max_length=10, default="en")
    head = models.PositiveIntegerField(default=0)
    key_id = models.BigIntegerField()
    tied_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="backstages"
    )
    opened_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_open(self) -> bool:
        """Whether people may still speak here."""
        return self.closed_at is None and self.erased_at is None


class Voice(models.TextChoices):
    """What a seat may do in its conversation."""

    SPEAKS = "speaks"
    READS = "reads"
    NONE = "none"


class Side(models.TextChoices):
    """On which side of the desk a seat is."""

    SEEKER = "seeker"
    STAFF = "staff"


class Seat(models.Model):
    """A person's place in a conversation. `read_upto` is the last position they have seen.

    `taken_at` is when the place was taken away, for the processes that look who may no longer listen in.
    `slow_until`: until then one message at a time is let in (see `slowing`); empty for nearly everybody.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    side = models.CharField(max_length=10, choices=Side.choices)
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.SPEAKS)
    read_upto = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    slow_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("conversation", "person"), name="one_seat_per_person"),
        )
        indexes = (
            models.Index(
                fields=("taken_at",), condition=Q(taken_at__isnull=False), name="seats_taken_lately"
            ),
        )


class EntryKind(models.TextChoices):
    """What an entry of the log is."""

    SAID = "said"
    JOINED = "joined"
    LEFT = "left"
    NOTICE = "notice"
    CARD = "card"
    CLOSED = "closed"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"


class Entry(models.Model):
    """One line of a log. The payload is sealed; the exact time is inside it, the clear column holds the day.

    `author` is a seat's number as text, or "service". A retry never doubles: unique by author and client id.
    The two constraints are all the indexes there are: each more is paid for by every message.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    author = models.CharField(max_length=24)
    client_id = models.CharField(max_length=64)
    sealed = models.BinaryField()
    said_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("conversation", "position"), name="one_entry_per_position"),
            models.UniqueConstraint(
                fields=("conversation", "author", "client_id"), name="one_entry_per_client_id"
            ),
        )
