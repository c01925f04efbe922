"""A door that stays shut for a while after abuse, and what people report about us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation
from beside.people.models import Person


class CoolOff(models.Model):
    """No new chat for one person until a moment, or until somebody has looked at it (`until` empty).

    Known by the visit it happened in, and by a token that this browser was given: never by an address, which
    others share. `token` is a hash. `step` 1, 2, 3 is how often in a row. `reopened_at`: they said that they
    are in danger, and the door was open at once. Nothing about what was said is kept.
    """

    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="cool_offs"
    )
    token = models.CharField(max_length=64, blank=True, default="")
    step = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("token",), name="cool_off_token"),
            models.Index(fields=("begun_at",), name="cool_off_begun"),
        )


class Matter(models.TextChoices):
    """What somebody reports."""

    LISTENER = "listener", _("The person I talked with")
    PAGE = "page", _("A page, or something that does not work")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """Something that went wrong, told by somebody outside. The words and the answer are sealed under one key.

    `receipt` is the hash of the number that they were given, the only way back to the answer. `named`: the
    listener it is about, who never sees it. `due_on`: the day by which it is answered.
    """

    receipt = models.CharField(max_length=64, unique=True)
    matter = models.CharField(max_length=10, choices=Matter.choices)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    named = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key_id = models.BigIntegerField()
    words = models.BinaryField(null=True, blank=True)
    answer = models.BinaryField(null=True, blank=True)
    made_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_with = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        indexes = (models.Index(fields=("answered_at", "due_on"), name="report_open"),)
