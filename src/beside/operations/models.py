"""What the house as a whole decides for itself."""

import uuid

from django.db import models

from beside.people.models import Person


class Keeping(models.Model):
    """How long one class of data is kept here, where it is not the default. Longer needs a written reason."""

    name = models.CharField(max_length=30, primary_key=True)
    seconds = models.BigIntegerField()
    reason = models.CharField(max_length=300, blank=True, default="")
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Erasure(models.Model):
    """A person asked for everything to go. Its number is the receipt: whoever has it can look how far it is.

    `destroyed` and `held` count chats. What is held is hidden, and destroyed at `held_until` at the latest.
    Without
    `done_on` something is left to do, also when the process died in the middle: the worker goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="erasure")
    asked_on = models.DateField()
    destroyed = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField()
    held_until = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)
