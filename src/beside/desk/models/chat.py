"""Who talks with whom, and until when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation
from beside.desk.models.line import Request
from beside.people.models import Person


class EndReason(models.TextChoices):
    """Why a chat ended."""

    FINISHED = "finished", _("We had finished")
    LEFT = "left", _("The seeker left")
    SILENT = "silent", _("No answer for a long time")
    TIME = "time", _("The time was up")
    ELSEWHERE = "elsewhere", _("Went on to another service")
    ABUSE = "abuse", _("Abuse of the service")
    WRONG = "wrong", _("Not meant for us")


class Chat(models.Model):
    """A request that someone took. `listener` owns it; `lost_at` is set while that listener's line is down.

    `told` counts the time notices given (ten minutes, five minutes before the end).
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="chat")
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="chat")
    listener = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="chats")
    accepted_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    extensions = models.PositiveSmallIntegerField(default=0)
    told = models.PositiveSmallIntegerField(default=0)
    lost_at = models.DateTimeField(null=True, blank=True)
    hand_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True, default="")
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("listener", "ended_at"), name="chat_listener"),)

    @property
    def is_running(self) -> bool:
        """Not ended yet."""
        return self.ended_at is None
