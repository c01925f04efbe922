"""What is written down when a chat is over: by the listener, and by the person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation
from beside.desk.models.chat import Chat
from beside.people.models import Person


class Contact(models.TextChoices):
    """What kind of contact it was."""

    LISTENING = "listening", _("Listening")
    CRISIS = "crisis", _("Crisis")
    INFORMATION = "information", _("Information or referral")
    RETURNED = "returned", _("Came back to talk again")
    SILENT = "silent", _("Nobody wrote")
    ABUSIVE = "abusive", _("Abusive")
    TEST = "test", _("Test or wrong place")


class Outcome(models.TextChoices):
    """How it stood at the end."""

    CALMER = "calmer", _("Calmer than at the start")
    SAME = "same", _("About the same")
    HARDER = "harder", _("Harder than at the start")
    REFERRED = "referred", _("Went on to another service")
    ESCALATED = "escalated", _("Supervisor or emergency services took over")
    UNKNOWN = "unknown", _("Left without saying")


class WrapUp(models.Model):
    """A listener's short record of a chat. The note is sealed under its own key; categories are codes.

    `answers`: {field: [codes]} of the fields that are not personal; the others are sealed with the note.
    `deferred_until`: a supervisor lets the listener take somebody before it is written.
    """

    chat = models.ForeignKey(Chat, on_delete=models.PROTECT, related_name="wrap_ups")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wrap_ups")
    contact = models.CharField(max_length=12, choices=Contact.choices, blank=True, default="")
    categories = models.JSONField(default=list)
    urgency_in = models.PositiveSmallIntegerField(default=0)
    urgency_out = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    key_id = models.BigIntegerField(null=True, blank=True)
    note = models.BinaryField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    deferred_until = models.DateTimeField(null=True, blank=True)
    deferred_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("chat", "author"), name="one_wrap_up_per_author"),)


class AfterChat(models.Model):
    """What the person answered afterwards. Every answer can be skipped; only the day is kept.

    `asked`: which questions were put, answered or not: a share needs both counts.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="after_chat")
    helped = models.CharField(max_length=8, blank=True, default="")
    distress = models.PositiveSmallIntegerField(null=True, blank=True)
    asked = models.JSONField(default=list)
    answered_on = models.DateField()
