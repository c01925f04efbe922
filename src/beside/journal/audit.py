"""The audit trail: who did what, to what, why and when. Never what was said."""

import re
import uuid
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock, text
from beside.foundation.errors import Invalid
from beside.journal.models import AuditLine

REASON_MAX = 300
"""Longest written reason, in characters."""

_ACT = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*")
_ABOUT = re.compile(r"[\w.:@+/=-]{0,120}")


def record(*, actor: uuid.UUID | None, act: str, about: str = "", reason: str = "") -> None:
    """Write one line, in the caller's transaction: no act without its line, no line without its act.

    `act` is a dotted noun ("sign-in", "role.given"); `about` is an id, with a kind before a colon where it
    helps; `reason` is what a member of staff wrote. Raises Invalid for a reason over REASON_MAX characters,
    ValueError for an act or an object that looks like words.
    """
    if not _ACT.fullmatch(act) or not _ABOUT.fullmatch(about):
        raise ValueError(f"{act!r} about {about!r} is not an act and an id.")
    written = text.clean(reason)
    if len(written) > REASON_MAX:
        raise Invalid(_("This reason is too long. 300 characters are enough."))
    AuditLine.objects.create(actor=actor, act=act, about=about, reason=written, at=clock.now())


def lines(
    *,
    actor: uuid.UUID | None = None,
    act: str = "",
    about: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> "QuerySet[AuditLine]":
    """The trail, newest first. `act` also finds what is below it: "role" finds "role.given"."""
    found = AuditLine.objects.order_by("-at", "-pk")
    if actor is not None:
        found = found.filter(actor=actor)
    if act:
        found = found.filter(act__regex=rf"^{re.escape(act)}(\.|$)")
    if about:
        found = found.filter(about=about)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found
