"""The line: who waits, and who is being asked to take them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation
from beside.desk.models.service import Service
from beside.people.models import Person


class Answer(models.TextChoices):
    """What someone answered when asked whether they are safe right now."""

    YES = "yes", _("Yes")
    UNSURE = "unsure", _("Not sure")
    NO = "no", _("No")


class RequestState(models.TextChoices):
    """Where a request is. `waiting` again after a match means that someone else is asked."""

    WAITING = "waiting", _("In line")
    OFFERED = "offered", _("Being taken")
    MATCHED = "matched", _("Talking")
    ENDED = "ended", _("Talked")
    LEFT = "left", _("Left")
    EXPIRED = "expired", _("Expired")


IN_LINE = (RequestState.WAITING, RequestState.OFFERED)
LIVE = (*IN_LINE, RequestState.MATCHED)


class Request(models.Model):
    """A seeker's place in line. `urgency` (0-4) only rises; `front` is for those whose listener was lost.

    `asked_with` is the mark of the page that asked, so that a double click makes one place. Without a
    `service` it is the first one's.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="request")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    language = models.CharField(max_length=10)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    urgency = models.PositiveSmallIntegerField(default=0)
    signals = models.JSONField(default=list)
    front = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    distress_before = models.PositiveSmallIntegerField(null=True, blank=True)
    distress_skipped = models.BooleanField(default=False)
    supervisors_told_at = models.DateTimeField(null=True, blank=True)
    asked_with = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(state__in=LIVE), name="one_live_request_per_person"
            ),
        )
        indexes = (models.Index(fields=("state", "joined_at"), name="request_line"),)

    @property
    def is_waiting(self) -> bool:
        """In line, whether or not somebody is being asked."""
        return self.state in IN_LINE


class OfferState(models.TextChoices):
    """What became of an offer."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Taken")
    DECLINED = "declined", _("Left for a colleague")
    MISSED = "missed", _("Missed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Offer(models.Model):
    """One person asked to take one request, until a moment. `by` is the colleague who hands over, if any."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="offers")
    listener = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers")
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("request",),
                condition=models.Q(state=OfferState.OPEN),
                name="one_open_offer_per_request",
            ),
            models.UniqueConstraint(
                fields=("listener",),
                condition=models.Q(state=OfferState.OPEN),
                name="one_open_offer_per_listener",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Still to be answered (its time may have run out all the same)."""
        return self.state == OfferState.OPEN
