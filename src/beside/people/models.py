"""Persons, what they may do, and how they come in."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
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


class Person(models.Model):
    """Anyone. A seeker is a pseudonym, with no name, e-mail or address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="en")
    is_staff = models.BooleanField(default=False)
    is_made_up = models.BooleanField(default=False)
    came_on = models.DateField()

    def __str__(self) -> str:
        return self.name

    def has_role(self, *roles: str) -> bool:
        """Whether this person holds any of these roles."""
        return self.grants.filter(role__in=roles).exists()


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
    """A seeker's presence on one device. Only a hash of the cookie is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visits")
    token_hash = models.CharField(max_length=64, unique=True)
    begun_on = models.DateField()
    last_seen_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)


class AccountManager(BaseUserManager["Account"]):
    """Finds staff by their e-mail, whatever its letter case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A member of staff's way to sign in. Seekers are never here."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email
