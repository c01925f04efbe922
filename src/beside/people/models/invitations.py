"""One-time links, and the second factor that somebody lost."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock
from beside.people.models.persons import Person


class Invitation(models.Model):
    """A link that lets one person in once. Only a hash of it is kept.

    Without `person` it makes a new member of staff; with it, that member chooses a new pass-phrase.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="renewals")
    name = models.CharField(max_length=60)
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    languages = models.JSONField(default=list)
    roles = models.JSONField(default=list)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_open(self) -> bool:
        """Whether the link still lets somebody in."""
        return self.used_at is None and self.withdrawn_at is None and clock.now() < self.expires_at


class Reset(models.Model):
    """A lost second factor or pass-phrase: asked for by one person, decided by another."""

    class What(models.TextChoices):
        FACTOR = "factor", _("Second step")
        PHRASE = "phrase", _("Pass-phrase")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="resets")
    what = models.CharField(max_length=10, choices=What.choices)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "what"),
                condition=models.Q(decided_at=None),
                name="one_open_reset_per_kind",
            ),
        )
