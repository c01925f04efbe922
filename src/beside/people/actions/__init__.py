"""The verbs of this room."""

from beside.people.actions.fading import FORGOTTEN, fade, forget_marks, gone
from beside.people.actions.joining import (
    accept_invitation,
    choose_phrase,
    invite,
    make_first_administrator,
    make_staff,
    withdraw_invitation,
)
from beside.people.actions.listeners import block, choose_profile, qualify, unblock, unqualify
from beside.people.actions.own import change_phrase, choose_about_me, end_session
from beside.people.actions.resets import approve_reset, ask_reset, refuse_reset
from beside.people.actions.returning import come_back, forget_phrase, make_phrase
from beside.people.actions.rights import (
    choose_roles,
    deactivate,
    end_sessions,
    give_role,
    raise_epoch,
    reactivate,
    take_role,
)
from beside.people.actions.seekers import begin_visit, leave, still_here, welcome

__all__ = [
    "FORGOTTEN",
    "accept_invitation",
    "approve_reset",
    "ask_reset",
    "begin_visit",
    "block",
    "change_phrase",
    "choose_about_me",
    "choose_phrase",
    "choose_profile",
    "choose_roles",
    "come_back",
    "deactivate",
    "end_session",
    "end_sessions",
    "fade",
    "forget_marks",
    "forget_phrase",
    "give_role",
    "gone",
    "invite",
    "leave",
    "make_first_administrator",
    "make_phrase",
    "make_staff",
    "qualify",
    "raise_epoch",
    "reactivate",
    "refuse_reset",
    "still_here",
    "take_role",
    "unblock",
    "unqualify",
    "welcome",
    "withdraw_invitation",
]
