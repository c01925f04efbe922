"""Looking an installation over before real people meet it. Every finding is a sentence."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from django.core import checks
from django.db import connection

from beside.foundation.errors import Unavailable
from beside.foundation.sqlite import version
from beside.journal import keys
from beside.journal.models import DataKey
from beside.operations import health
from beside.people import queries
from beside.people.models import Role
from beside.project import schema, unsafe
from beside.project.environment import Environment, Refused

_ROOM = 2 * 1024**3


class Finding(NamedTuple):
    """What was seen, and whether it is as it should be."""

    good: bool
    sentence: str
    to_know: bool = False


def look(installation: Environment) -> list[Finding]:
    """Everything, the tables too when they can be reached."""
    return [*_settings(installation), *_disk(installation), *_tables(), *_program(), *_house()]


def _settings(installation: Environment) -> Iterator[Finding]:
    if not installation.production:
        yield Finding(False, "BESIDE_ENV is not production: this is a place to try things out.")
    reasons = unsafe.reasons(replace(installation, kind="production"))
    yield from (Finding(False, reason) for reason in reasons)
    if not reasons:
        yield Finding(True, f"The pages answer to {installation.public}.")
    if not installation.mail_url:
        yield Finding(
            True, "No mail is sent (BESIDE_MAIL_URL): invitations are shown, to hand over yourself."
        )


def _disk(installation: Environment) -> Iterator[Finding]:
    free = shutil.disk_usage(installation.data).free
    sentence = f"{free / 1024**3:.1f} GB are free where the data is; at least 2 are wanted."
    yield Finding(free >= _ROOM, sentence)


def _tables() -> Iterator[Finding]:
    try:
        missing = schema.missing()
    except Refused as refusal:
        yield Finding(False, str(refusal))
        return
    if missing:
        yield Finding(False, f"{len(missing)} changes to the tables are missing: run beside migrate.")
        return
    yield Finding(True, f"Both databases are up to date ({connection.vendor}).")
    if connection.vendor == "sqlite":
        yield Finding(not version.has_wal_reset_fault(), version.sentence())
    yield _keys()
    yield from (Finding(False, reason) for reason in unsafe.made_up())
    is_led = queries.with_role(Role.ADMINISTRATOR).filter(is_made_up=False).exists()
    yield Finding(
        is_led, "There is an administrator." if is_led else "Nobody administers: run beside admin create."
    )


def _keys() -> Finding:
    last = DataKey.objects.filter(wrapped__isnull=False).order_by("-pk").first()
    try:
        if last is not None:
            keys.get(last.pk)
    except Unavailable:
        return Finding(False, "The root key does not open the key store: it is another installation's.")
    return Finding(True, "The root key opens the key store.")


def _house() -> Iterator[Finding]:
    """What the health page says, for whoever has no browser at hand. Nothing before the tables are there."""
    try:
        if schema.missing():
            return
    except Refused:
        return
    for line in health.report().lines:
        figure = f" ({line.finding.figure})" if line.finding.figure != "" else ""
        is_red, is_warned = line.finding.state == health.RED, line.finding.state == health.WARN
        yield Finding(not is_red, f"{line.finding.sentence}{figure}", to_know=is_warned)


def _program() -> Iterator[Finding]:
    for fault in checks.run_checks():
        if fault.is_serious():
            yield Finding(False, f"The program is not sound: {fault.msg}")
