"""`beside subpoena-view ID`: all that could be handed over about a person. Each use is a line in the audit
trail.
"""

import argparse
import json
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction

from beside.foundation.errors import DomainError
from beside.operations import holdings
from beside.project import opening, schema
from beside.project.environment import Environment, Refused


def run(options: argparse.Namespace) -> int:
    """Print it, as sentences or (with --json) for a machine."""
    installation: Environment = settings.ENVIRONMENT
    opening.refuse_unsafe(installation)
    if missing := schema.missing():
        raise Refused(f"The database is not up to date ({missing[0]}): run beside migrate first.")
    try:
        with transaction.atomic():
            person = holdings.subject(_number(options.id))
            found = holdings.view(person=person, reason=options.reason)
    except DomainError as refusal:
        raise Refused(str(refusal)) from None
    print(json.dumps(found, indent=2, ensure_ascii=False) if options.json else "\n".join(_sentences(found)))
    return 0


def _number(given: str) -> uuid.UUID:
    try:
        return uuid.UUID(given)
    except ValueError:
        raise Refused(
            f"{given} is not a number of a person or of a conversation (32 hexadecimal digits)."
        ) from None


def _sentences(found: dict[str, Any]) -> list[str]:
    top = [f"{name.replace('_', ' ')}: {found[name]}" for name in found if name != "holdings"]
    rooms: dict[str, list[dict[str, Any]]] = found.get("holdings", {})
    if not rooms:
        return [*top, "Nothing else is kept."]
    told = [line for room, kept in rooms.items() for one in kept for line in _holding(room, one)]
    return [
        *top,
        "",
        *told,
        "",
        "Nothing else is kept. The words of chats are not printed; the key opens them.",
    ]


def _holding(room: str, one: dict[str, Any]) -> list[str]:
    until = one["until"] or "no end"
    readable = ", can be opened" if one["readable"] else ""
    rows = [
        "    " + ", ".join(f"{name}: {fact}" for name, fact in row.items() if fact) for row in one["detail"]
    ]
    return [f"{room}: {one['what']} ({one['rows']}{readable}; until {until})", *rows]
