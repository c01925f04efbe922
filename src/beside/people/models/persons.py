"""Persons, their roles, and a seeker's visit."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do. A person can hold several; rights are the union."""

    SEEKER = "seeker", _("Seeker")
    LISTENER = "listener", _("Listener")
    COUNSELLOR = "counsellor", _("Counsellor")
    THERAPIST = "therapist", _("Therapist")
    MODERATOR = "moderator", _("Moderator")
    SUPERVISOR = "supervisor", _("Supervisor")
    TRAINER = "trainer", _("Trainer")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")

    @classmethod
    def for_staff(cls) -> list["Role"]:
        """The roles that a member of staff can be given, in the order they are shown."""
        return [role for role in cls if role is not cls.SEEKER]


TRAINED = (Role.COUNSELLOR, Role.SUPERVISOR)
"""Roles that count as trained for danger and for people under age, unless a record says less."""

AT_THE_DESK = (Role.LISTENER, *TRAINED)
"""Who may take people who ask for somebody: come on shift, and read as staff. A role taken ends it."""


class Person(models.Model):
    """Anyone. A seeker is a pseudonym, with no name, e-mail or address.

    `language` is the one pages are shown in; `languages` those a member of staff listens in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="en")
    languages = models.JSONField(default=list, blank=True)
    is_staff = models.BooleanField(default=False)
    is_made_up = models.BooleanField(default=False)
    came_on = models.DateField()

    def __str__(self) -> str:
        return self.name

    def has_role(self, *roles: str) -> bool:
        """Whether this person holds any of these roles."""
        return any(role in roles for role in self.roles())

    def roles(self) -> frozenset[str]:
        """The roles this person holds, asked once for each object. Fetch the person again to see a change."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.grants.values_list("role", flat=True))
        return self._roles


class Grant(models.Model):
    """A role held by a person, and who gave it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    given_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "role"), name="one_grant_per_role"),)


class Epoch(models.Model):
    """Raised by every verb that takes a right away; each process polls it and closes older sockets."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="epoch")
    number = models.PositiveIntegerField(default=0)
    raised_at = models.DateTimeField(db_index=True)


class Visit(models.Model):
    """A seeker's presence on one device. Only a hash of the cookie is kept, and only days, never times."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visits")
    token_hash = models.CharField(max_length=64, unique=True)
    begun_on = models.DateField()
    last_seen_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
