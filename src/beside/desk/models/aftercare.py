"""Looking after people once a chat is over: the person who wrote, and the one who listened."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.desk.models.chat import Chat
from beside.desk.models.service import Service
from beside.people.models import Person


class AfterRules(models.Model):
    """What a service asks of itself after a chat. No row: the defaults.

    `cool_minutes`: nobody new for so long after danger. `most_points`: what one shift may weigh, and
    `in_a_row`: so many heavy chats one after another (0 turns either off). `needs_record`: nobody new before
    the record of the last chat is written.
    """

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, primary_key=True, related_name="after_rules"
    )
    cool_minutes = models.PositiveSmallIntegerField(default=15, validators=(MaxValueValidator(120),))
    most_points = models.PositiveSmallIntegerField(default=12, validators=(MaxValueValidator(100),))
    in_a_row = models.PositiveSmallIntegerField(default=2, validators=(MaxValueValidator(10),))
    needs_record = models.BooleanField(default=True)


class Asked(models.TextChoices):
    """What became of the question about suicide."""

    ASKED = "asked", _("Asked, and answered")
    DECLINED = "declined", _("Asked; they would rather not say")
    NOT_APPROPRIATE = "not", _("Not asked: it was not appropriate")


class SuicideQuestion(models.Model):
    """That it was asked in a chat that cued it. A code for the count of risk asked, never what was said."""

    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, related_name="suicide_question")
    answer = models.CharField(max_length=10, choices=Asked.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()


class Debrief(models.Model):
    """A talk offered to a listener after danger. Without an answer it is still open; no is an answer."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="debriefs")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="debriefs")
    wanted = models.BooleanField()
    answered_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("chat", "person"), name="one_debrief_per_chat"),)


class Easing(models.Model):
    """A supervisor lets a colleague take people again: what was before this moment weighs no more."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="easings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class FollowUpState(models.TextChoices):
    """How far a follow-up has come. Nothing is done before the person has said yes."""

    PROPOSED = "proposed", _("The person has not answered yet")
    AGREED = "agreed", _("The person said yes")
    REFUSED = "refused", _("The person would rather not")
    DONE = "done", _("Written")
    DROPPED = "dropped", _("Called off")


class FollowUp(models.Model):
    """A line promised for later, once the person agreed. The words are sealed under the chat's own key.

    `missed_at`: nobody had written when it was due, and people were called.
    """

    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, related_name="follow_up")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=FollowUpState.choices, default=FollowUpState.PROPOSED)
    hours = models.PositiveSmallIntegerField(validators=(MinValueValidator(12), MaxValueValidator(168)))
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("state", "due_at"), name="follow_up_due"),)


class RecordKind(models.TextChoices):
    """How a field of the record is filled in."""

    CHOICE = "choice", _("One of a few answers")
    MANY = "many", _("Any of a few answers")
    WORDS = "words", _("Words of their own")


class RecordField(models.Model):
    """One field of the record as a service defines it, in place of the one that comes with the house.

    `words`: {language: {"label": …, "hint": …}}. `options`: [{"code": …, "words": {language: …}}]. What is
    personal is sealed with the note, and in no count. Codes are for ever.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="record_fields")
    code = models.SlugField(max_length=30)
    kind = models.CharField(max_length=8, choices=RecordKind.choices)
    place = models.PositiveSmallIntegerField()
    is_asked = models.BooleanField(default=True)
    is_required = models.BooleanField(default=False)
    is_personal = models.BooleanField(default=True)
    words = models.JSONField(default=dict)
    options = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("service", "code"), name="one_field_per_code"),)
        ordering = ("place", "pk")
