"""Who hears of a call outside the pages: the owner or the role by mail, the on-call person by mail and pager.

In the house first: while somebody who may answer has a page open, the first calls are heard there and nothing
leaves the house. The second level always does. Each call writes to each mailbox once, however often it runs.
"""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from beside.gateway import presence
from beside.journal import queue
from beside.journal.leases import GiveUp
from beside.people.models import Account, Person
from beside.people.queries import with_role
from beside.safety import kinds, pager
from beside.safety.models import Alert, OnCall
from beside.safety.models.oncall import FIRST, SECOND
from beside.safety.queries import waiting_alert


def call(alert: Alert) -> None:
    """Queue whatever leaves the house for the alert's present call, in the caller's transaction."""
    levels = _levels(alert)
    for level in levels:
        if pager.is_set_up(level):
            queue.once(ring_pager, _key(alert, f"pager-{level}"), alert.pk, alert.calls, level)
    if not settings.MAIL_IS_SET_UP:
        return
    for one in OnCall.objects.filter(level__in=levels):
        queue.once(write_home, _key(alert, f"home-{one.level}"), alert.pk, alert.calls, one.level)
    for person in _written_to(alert, levels):
        queue.once(write, _key(alert, str(person.pk)), alert.pk, alert.calls, str(person.pk))


@task(queue_name="outward", priority=80)
def ring_pager(alert: int, turn: int, level: int) -> None:
    """Send one call to the operator's address of this level, unless it was answered meanwhile."""
    held = waiting_alert(alert, turn)
    if held is None:
        return
    try:
        pager.ring(level, _facts(held))
    except pager.NotTaken as refused:
        if refused.again:
            raise
        raise GiveUp from refused


@task(queue_name="outward", priority=60)
def write_home(alert: int, turn: int, level: int) -> None:
    """Write to whoever is on call at this level, unless it was answered meanwhile."""
    held, one = waiting_alert(alert, turn), OnCall.objects.filter(level=level).first()
    if held is not None and one is not None:
        _send(held, one.language, one.email)


@task(queue_name="outward", priority=60)
def write(alert: int, turn: int, person: str) -> None:
    """Write to one member of staff, unless it was answered meanwhile."""
    held = waiting_alert(alert, turn)
    account = Account.objects.select_related("person").filter(person_id=UUID(person), is_active=True).first()
    if held is not None and account is not None:
        _send(held, account.person.language, account.email)


def _levels(alert: Alert) -> tuple[int, ...]:
    """The on-call levels a call goes to: one step further out when nobody was in the house to begin with."""
    reached = alert.stage if alert.on_call else alert.stage - 1
    return (FIRST, SECOND)[:reached]


def _written_to(alert: Alert, levels: tuple[int, ...]) -> Iterable[Person]:
    """Owner or role: at first only if none of them has a page open, and nobody is called at home instead."""
    people = [alert.owner] if alert.owner and alert.stage == 1 else list(with_role(alert.role))
    if alert.stage == 1 and any(presence.here(one.pk) for one in people):
        return []
    at_home = any(pager.is_set_up(level) for level in levels) or OnCall.objects.filter(level__in=levels)
    return [] if alert.stage == 1 and at_home else people


def _facts(alert: Alert) -> dict[str, str | int]:
    """What leaves the house. No id of a person or a chat: only the alert's own number."""
    return {
        "text": f"{kinds.words(alert.kind)} {kinds.address(alert.kind)}",
        "alert": alert.pk,
        "kind": alert.kind,
        "level": alert.level,
        "stage": alert.stage,
        "call": alert.calls,
        "raised_at": alert.raised_at.isoformat(timespec="seconds"),
        "open": kinds.address(alert.kind),
    }


def _send(alert: Alert, language: str, address: str) -> None:
    with translation.override(language):
        words = kinds.words(alert.kind)
        since = _("This is call %(turn)s. It stops when somebody says “I have it”:") % {"turn": alert.calls}
        body = f"{words}\n\n{since}\n{kinds.address(alert.kind)}\n"
        send_mail(_("The desk needs you"), body, settings.DEFAULT_FROM_EMAIL, [address])


def _key(alert: Alert, to: str) -> str:
    return f"alert:{alert.pk}:{alert.calls}:{to}"
