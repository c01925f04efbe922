"""Mail about the rota: a shift that is near, is held out, changed, or let go late. Never about seekers.

Each mail is a job of its own and looks again before it writes: what is no longer true is not said. Nothing
is sent where mail is not set up; the pages say the same.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from beside.desk.models import Claim, Planned, RotaRules, Swap, SwapState
from beside.desk.queries import rota
from beside.desk.queries.service import service
from beside.foundation import clock
from beside.journal import queue
from beside.people.models import Account, Person, Role
from beside.people.queries import with_role

REMINDER = "reminder"
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    REMINDER: (gettext_lazy("Your shift is near"), gettext_lazy("You said you would come: %(when)s.")),
    "held-out": (
        gettext_lazy("A colleague asks you to take a shift"),
        gettext_lazy("It is about this shift: %(when)s. You are free to say no."),
    ),
    "taken": (
        gettext_lazy("Somebody takes your shift"),
        gettext_lazy("This shift is no longer yours, and you need not come: %(when)s."),
    ),
    "given": (gettext_lazy("A shift is yours"), gettext_lazy("You are on the rota: %(when)s.")),
    "called-off": (
        gettext_lazy("A shift is called off"),
        gettext_lazy("You had said you would come. You need not: %(when)s."),
    ),
    "let-go": (
        gettext_lazy("A shift is free at short notice"),
        gettext_lazy("Somebody had to let it go: %(when)s."),
    ),
    "asks": (
        gettext_lazy("Somebody would like to come on shift"),
        gettext_lazy("They have no planned shift now, and ask for a supervisor’s yes."),
    ),
}
"""Subject and first line of each mail."""


def tell(what: str, people: Iterable[Person], planned: Planned | None, key: str) -> None:
    """Queue a mail to each of them, in the caller's transaction; once for each `key` and person."""
    if not settings.MAIL_IS_SET_UP:
        return
    for person in people:
        about = planned.pk if planned else 0
        queue.once(write_about_rota, f"rota:{what}:{key}:{person.pk}", what, str(person.pk), about)


def tell_leads(what: str, planned: Planned | None, key: str) -> None:
    """The same to everybody who supervises."""
    tell(what, with_role(Role.SUPERVISOR), planned, key)


def remind() -> None:
    """Queue the reminders that are due. Idempotent: each is sent once, and not to who has just said yes."""
    held, now = rota.rules(), clock.now()
    ahead = timedelta(hours=max(held.first_hours, held.second_hours))
    for claim in rota.claims().filter(planned__begins_at__gt=now, planned__begins_at__lte=now + ahead):
        for hours in _due(held, claim):
            key = f"{claim.planned.begins_at:%Y%m%dT%H%M}:{hours}"
            tell(REMINDER, [claim.person], claim.planned, f"{claim.planned_id}:{key}")


@task(queue_name="outward")
def write_about_rota(what: str, person: str, planned: int) -> None:
    """Write one mail, unless it is no longer true."""
    account = Account.objects.select_related("person").filter(person_id=UUID(person), is_active=True).first()
    about = Planned.objects.filter(pk=planned).first()
    if account is None or not _still_true(what, account.person, about):
        return
    with translation.override(account.person.language):
        subject, line = WORDS[what]
        said = str(line) % {"when": when(about)} if about else str(line)
        page = "desk:rota_plan" if what in ("asks", "let-go") else "desk:rota"
        address = f"{settings.PUBLIC_ORIGIN}{reverse(page)}"
        body = f"{said}\n\n{_('Your shifts, and those that are free:')}\n{address}\n"
        send_mail(str(subject), body, settings.DEFAULT_FROM_EMAIL, [account.email])


def when(planned: Planned) -> str:
    """A shift in words, in the house's own time: "Tuesday 3 November, 18:00–22:00"."""
    with timezone.override(service().zone):
        begins, ends = timezone.localtime(planned.begins_at), timezone.localtime(planned.ends_at)
        return f"{date_format(begins, 'l j F')}, {begins:%H:%M}–{ends:%H:%M}"


def _due(held: RotaRules, claim: Claim) -> list[int]:
    """The hours before, of which the last has come since the claim was made."""
    begins, now = claim.planned.begins_at, clock.now()
    passed = [h for h in (held.first_hours, held.second_hours) if h and begins - timedelta(hours=h) <= now]
    newest = min(passed, default=0)
    if not newest or claim.claimed_at > begins - timedelta(hours=newest):
        return []
    return [newest]


def _still_true(what: str, person: Person, planned: Planned | None) -> bool:
    """Whether a mail still says what is so. What somebody was told to leave or to decide is always said."""
    if what == "asks":
        return True
    if planned is None or planned.ends_at <= clock.now():
        return False
    theirs = rota.claims().filter(planned=planned, person=person).exists()
    if what == REMINDER:
        return theirs and planned.begins_at > clock.now()
    if what == "held-out":
        return Swap.objects.filter(claim__planned=planned, to=person, state=SwapState.OPEN).exists()
    if what == "let-go":
        return planned.cancelled_at is None and rota.free_seats(planned) > 0
    return theirs if what == "given" else not theirs
