"""What somebody on the staff is qualified for and brings along, and whom a seeker would rather not meet."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.people.models.persons import Person

ANYTHING, EVERYDAY = 4, 2
"""The highest urgency there is, and the highest that is no danger."""


class Gender(models.TextChoices):
    """What somebody may say about themselves, so that a wish can be met. Saying nothing is the usual."""

    WOMAN = "woman", _("A woman")
    MAN = "man", _("A man")
    NEITHER = "neither", _("Neither of these")


class Qualification(models.Model):
    """What one member of staff may take, written down by another. Without a row their roles decide.

    `most_urgency` from 0 to 4; `minors`: also people under age. `training` is the one line of it that the
    person who is listened to may read. `review_on` is the last day on which it gives anything.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="qualification"
    )
    most_urgency = models.PositiveSmallIntegerField(default=EVERYDAY)
    minors = models.BooleanField(default=False)
    training = models.CharField(max_length=120, blank=True, default="")
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField()
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(most_urgency__lte=ANYTHING), name="qualified_for_a_level_there_is"
            ),
        )

    def holds_on(self, day: date) -> bool:
        """Whether it still gives what it gave. What it forbids, it forbids after its day too."""
        return self.review_on is None or day <= self.review_on


class Profile(models.Model):
    """What a member of staff says of themselves, so that the right people meet. None of it is needed.

    `topics`: subjects they know well; `tags`: what they have lived through themselves. Both are codes.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    topics = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, blank=True, default="")


class Block(models.Model):
    """A seeker does not want to meet one colleague again. Only the day is kept, and no reason."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks")
    colleague = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "colleague"), name="one_block_per_pair"),)
