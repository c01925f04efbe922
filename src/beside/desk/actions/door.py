"""Several services, their holidays, where they send people on, and works. All is in the audit trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.floor import decision
from beside.desk.actions.service import changed, check_manager, row_of, save, set_words
from beside.desk.models import Holiday, OverflowNumber, Service, ServiceWords, Standstill
from beside.desk.queries.service import NUMBER, forget_service
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit
from beside.people.models import Person, Role

MOST_NUMBERS = 5
_LIKE_THE_FIRST = ("time_zone", "country", "emergency_number", "helpline_number", "exit_address")


@dataclass(frozen=True, slots=True)
class Days:
    """Days that are not as the week says: closed on them without `opens`. `last` included."""

    first: date
    last: date
    yearly: bool = False
    opens: time | None = None
    closes: time | None = None
    name: str = ""


def open_service(
    *, actor: Person, slug: str, words: Mapping[str, Mapping[str, str]], offered: bool = True
) -> Service:
    """One more service, with country, numbers and time zone of the first; open when somebody is on shift.

    Raises NotForYou, Invalid for an address that is taken or is none, or for words that are missing.
    """
    check_manager(actor)
    with transaction.atomic():
        first = row_of(NUMBER)
        # Numbered here, under the first one's lock: PostgreSQL's own count does not know of that one.
        number = 1 + max(Service.objects.values_list("pk", flat=True))
        made = Service(pk=number, slug=slug.strip().lower(), is_demo=first.is_demo, is_offered=offered)
        for name in _LIKE_THE_FIRST:
            setattr(made, name, getattr(first, name))
        if Service.objects.filter(slug=made.slug).exists():
            raise Invalid(_("Another service has this address already."))
        save(made)
        set_words(actor=actor, words=words, number=made.pk)
    return made


def offer_service(*, actor: Person, service: Service, offered: bool) -> Service:
    """Take a service off the pages, or put it back; places in line are kept. Raises NotForYou, Closed."""
    check_manager(actor)
    if service.pk == NUMBER and not offered:
        raise Closed(_("The first service stays: its page is the front door."))
    with transaction.atomic():
        held = row_of(service.pk)
        held.is_offered = offered
        save(held)
        changed(actor, "offered" if offered else "withdrawn", held.pk)
    return held


def set_holidays(*, actor: Person, days: Sequence[Days], number: int = NUMBER) -> None:
    """All days that are not as the week says. Raises NotForYou, Invalid for days that cannot be."""
    check_manager(actor)
    with transaction.atomic():
        service = row_of(number)
        Holiday.objects.filter(service=service).delete()
        for one in days:
            _check_days(one)
        try:
            Holiday.objects.bulk_create(_holiday(service, one) for one in days)
        except IntegrityError as twice:
            raise Invalid(_("Two holidays begin on the same day. Make them one.")) from twice
        changed(actor, "holidays", number)


def set_overflow(
    *, actor: Person, words: Mapping[str, str], numbers: Sequence[tuple[str, str]], number: int = NUMBER
) -> None:
    """What is said, by language, and whom to call (name, number) while the service is full or closed.

    Raises NotForYou, Invalid for more than five numbers.
    """
    check_manager(actor)
    if len(numbers) > MOST_NUMBERS:
        raise Invalid(_("Choose at most %(most)s numbers.") % {"most": MOST_NUMBERS})
    with transaction.atomic():
        service = row_of(number)
        for language, said in words.items():
            ServiceWords.objects.filter(service=service, language=language).update(overflow=said.strip())
        OverflowNumber.objects.filter(service=service).delete()
        OverflowNumber.objects.bulk_create(
            OverflowNumber(service=service, place=place, name=name, number=dialled)
            for place, (name, dialled) in enumerate(numbers)
        )
        changed(actor, "overflow", number)


def stand_still(*, actor: Person, until: datetime | None = None) -> Standstill:
    """Shut every door at once: works, a fault. Chats that run go on. Raises NotForYou, Invalid.

    Again is the same with another end. `until` is when the doors open by themselves; without it, somebody
    opens them (`go_on`).
    """
    _check_standing(actor)
    now = clock.now()
    if until is not None and until <= now:
        raise Invalid(_("Choose an end that is still to come."))
    with decision():
        running = Standstill.objects.filter(is_running=True).first()
        held = running or Standstill(began_at=now, by=actor)
        held.until = until
        held.save()
        _stands(actor, "standstill.begun", held)
    return held


def go_on(*, actor: Person) -> None:
    """Open the doors again. Nothing happens when none is shut. Raises NotForYou."""
    _check_standing(actor)
    with decision():
        for held in Standstill.objects.filter(is_running=True):
            held.is_running, held.ended_at = False, clock.now()
            held.save()
            _stands(actor, "standstill.ended", held)


def _check_standing(actor: Person) -> None:
    if not actor.has_role(Role.MANAGER, Role.ADMINISTRATOR):
        raise NotForYou()


def _stands(actor: Person, act: str, held: Standstill) -> None:
    audit.record(actor=actor.pk, act=act, about=str(held.pk))
    transaction.on_commit(forget_service)


def _check_days(one: Days) -> None:
    if one.last < one.first:
        raise Invalid(_("A holiday ends on the day it begins, or after it."))
    if (one.opens is None) != (one.closes is None):
        raise Invalid(_("Say from when and until when."))


def _holiday(service: Service, one: Days) -> Holiday:
    return Holiday(
        service=service,
        name=one.name.strip(),
        first=one.first,
        last=one.last,
        yearly=one.yearly,
        opens=one.opens,
        closes=one.closes,
    )
