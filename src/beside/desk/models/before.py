"""Before the chat: what may be asked in the waiting room, what was answered, whom somebody would meet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.desk.models.line import Request
from beside.desk.models.service import Service
from beside.people.models import Person

MOST_QUESTIONS = 5
"""So many questions at most while somebody waits. Every one can be skipped."""


class QuestionKind(models.TextChoices):
    """How a question is answered, and what an answer does."""

    TOPIC = "topic", _("A subject: who knows it is asked first")
    WISH = "wish", _("Whom they would like to talk with")
    AGE = "age", _("An age band: people under age go to who is qualified for it")
    SCALE = "scale", _("A number from 0 to 10")
    CHOICE = "choice", _("One of a few answers")
    WORDS = "words", _("Words of their own")


class Question(models.Model):
    """One question as a service asks it, in place of the one that comes with the house.

    `words`: {language: {"label": …, "hint": …}}. `options`: [{"code": …, "words": {language: …}, …}] with
    what the answer does ("role", "gender", "shared", "minor"). A personal answer is sealed, and gone after
    a day.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=30)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    place = models.PositiveSmallIntegerField()
    is_asked = models.BooleanField(default=True)
    is_personal = models.BooleanField(default=True)
    words = models.JSONField(default=dict)
    options = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("service", "code"), name="one_question_per_code"),)
        ordering = ("place", "pk")


class Given(models.Model):
    """One answer from the waiting room. Nothing in it means that the question was skipped.

    `code` is an answer that is not personal; `sealed` one that is, under the conversation's key.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="given")
    question = models.SlugField(max_length=30)
    code = models.CharField(max_length=30, blank=True, default="")
    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("request", "question"), name="one_answer_per_question"),
        )


class Wanted(models.Model):
    """Whom somebody in line would like to meet: codes that the order of offers reads, kept a day.

    `listener`: the same one as before; `fresh`: rather none of those before. `shares`: rather somebody who
    has lived through the same.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE, primary_key=True, related_name="wanted")
    topic = models.CharField(max_length=30, blank=True, default="")
    shares = models.BooleanField(default=False)
    role = models.CharField(max_length=12, blank=True, default="")
    gender = models.CharField(max_length=10, blank=True, default="")
    minor = models.BooleanField(default=False)
    listener = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    fresh = models.BooleanField(default=False)
