"""The verbs of this room."""

from beside.people.actions.joining import (
    accept_invitation,
    choose_phrase,
    invite,
    make_first_administrator,
    make_staff,
    withdraw_invitation,
)
from beside.people.actions.own import choose_languages, choose_name, end_session
from beside.people.actions.resets import approve_reset, ask_reset, refuse_reset
from beside.people.actions.rights import (
    deactivate,
    end_sessions,
    give_role,
    raise_epoch,
    reactivate,
    take_role,
)
from beside.people.actions.seekers import begin_visit, leave, still_here, welcome

__all__ = [
    "accept_invitation",
    "approve_reset",
    "ask_reset",
    "begin_visit",
    "choose_languages",
    "choose_name",
    "choose_phrase",
    "deactivate",
    "end_session",
    "end_sessions",
    "give_role",
    "invite",
    "leave",
    "make_first_administrator",
    "make_staff",
    "raise_epoch",
    "reactivate",
    "refuse_reset",
    "still_here",
    "take_role",
    "welcome",
    "withdraw_invitation",
]
