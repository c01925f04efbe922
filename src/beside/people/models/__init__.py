"""Persons, what they may do, and how they come in."""

from beside.people.models.accounts import Account, StaffSession
from beside.people.models.invitations import Invitation, Reset
from beside.people.models.persons import Epoch, Grant, Person, Role, Visit
from beside.people.models.phrases import ReturnPhrase

__all__ = [
    "Account",
    "Epoch",
    "Grant",
    "Invitation",
    "Person",
    "Reset",
    "ReturnPhrase",
    "Role",
    "StaffSession",
    "Visit",
]
