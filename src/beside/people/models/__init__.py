"""Persons, what they may do, and how they come in."""

from beside.people.models.accounts import Account, StaffSession
from beside.people.models.invitations import Invitation, Reset
from beside.people.models.listeners import Block, Gender, Profile, Qualification
from beside.people.models.persons import AT_THE_DESK, TRAINED, Epoch, Grant, Person, Role, Visit
from beside.people.models.phrases import ReturnPhrase

__all__ = [
    "AT_THE_DESK",
    "TRAINED",
    "Account",
    "Block",
    "Epoch",
    "Gender",
    "Grant",
    "Invitation",
    "Person",
    "Profile",
    "Qualification",
    "Reset",
    "ReturnPhrase",
    "Role",
    "StaffSession",
    "Visit",
]
