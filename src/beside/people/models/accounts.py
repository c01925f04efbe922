"""How a member of staff signs in, and where they are signed in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from beside.people.models.persons import Person


class AccountManager(BaseUserManager["Account"]):
    """Finds staff by their e-mail, whatever its letter case; brings the person along."""

    def get_queryset(self) -> models.QuerySet["Account"]:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A member of staff's way to sign in. Seekers are never here."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    has_factor: bool | None = None
    """Whether a second step is set up, once `queries.has_factor` was asked. Not a column."""

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_address"),)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class StaffSession(models.Model):
    """One browser in which somebody is signed in. The row is found by the hash of its cookie.

    `browser` is a family and a system ("Firefox, Linux") so that people know their own; no address is kept.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="sessions")
    begun_at = models.DateTimeField()
    browser = models.CharField(max_length=60, blank=True)
