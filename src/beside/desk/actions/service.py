"""Changing a service: hours, words, numbers, limits. Every change is in the audit trail.

`number` is the service's key; without it, the first one is meant.
"""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.desk.models import OpeningHours, Service, ServiceWords
from beside.desk.queries.service import NUMBER, forget_service
from beside.foundation.errors import Invalid, NotForYou
from beside.journal import audit
from beside.people.models import Person, Role

Opening = tuple[int, time, time]
"""Weekday (0 is Monday), from, until. The same time twice is the whole day."""

_TEXTS = ("time_zone", "country", "emergency_number", "helpline_number", "exit_address")
_PARTS = ("name", "headline", "lead")
_COUNTS = (
    "chat_minutes",
    "extension_minutes",
    "busy_minutes",
    "full_minutes",
    "closing_minutes",
    "listener_slots",
    "counsellor_slots",
    "keep_hours",
    "target_seconds",
    "urgent_target_seconds",
)
_CHOICES = ("needs_staff", "topics")


def set_words(*, actor: Person, words: Mapping[str, Mapping[str, str]], number: int = NUMBER) -> None:
    """Name, headline and lead in each language that is offered. Raises NotForYou, Invalid.

    Languages that are missing are offered no more; their words are dropped.
    """
    check_manager(actor)
    if not words or not all(all(row.get(part, "").strip() for part in _PARTS) for row in words.values()):
        raise Invalid(_("Each language needs a name, a first line and a second line."))
    with transaction.atomic():
        service = row_of(number)
        ServiceWords.objects.filter(service=service).exclude(language__in=words).delete()
        for language, row in words.items():
            kept = {part: row[part].strip() for part in _PARTS}
            ServiceWords.objects.update_or_create(service=service, language=language, defaults=kept)
        changed(actor, "words", number)


def set_hours(
    *,
    actor: Person,
    time_zone: str,
    openings: Sequence[Opening],
    is_shut: bool = False,
    number: int = NUMBER,
) -> None:
    """The weekly hours, all of them. Raises NotForYou, Invalid."""
    check_manager(actor)
    with transaction.atomic():
        service = row_of(number)
        service.time_zone, service.is_shut = time_zone, is_shut
        save(service)
        OpeningHours.objects.filter(service=service).delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(service=service, weekday=day, opens=opens, closes=closes)
            for day, opens, closes in sorted(set(openings))
        )
        changed(actor, "hours", number)


def set_numbers(*, actor: Person, number: int = NUMBER, **values: Any) -> None:
    """Country, numbers, exit address, lengths, limits, chats at once, topics, what counts as in time.

    Raises NotForYou, Invalid for a value that cannot be used, TypeError for a name that is none.
    """
    check_manager(actor)
    unknown = set(values) - {*_TEXTS, *_COUNTS, *_CHOICES}
    if unknown:
        raise TypeError(f"Not settings of a service: {sorted(unknown)}")
    with transaction.atomic():
        service = row_of(number)
        for name, value in values.items():
            setattr(service, name, value)
        save(service)
        changed(actor, ",".join(sorted(values)), number)


def make_demo_service(*, names: Mapping[str, str], country: str = "FR", emergency: str = "112") -> Service:
    """The helpline of the demo world, marked as made up; open round the clock, so that it can be tried.

    `names` is the name in each language. Refuses (Invalid) where a real service has been set up.
    """
    with transaction.atomic():
        service = row_of(NUMBER)
        if ServiceWords.objects.filter(service=service).exists() and not service.is_demo:
            raise Invalid(_("There is a service already. The demo world is for an empty one."))
        service.is_demo, service.country, service.emergency_number = True, country, emergency
        service.time_zone, service.listener_slots, service.needs_staff = "Europe/Paris", 2, False
        service.save()
        for language, name in names.items():
            ServiceWords.objects.update_or_create(
                service=service, language=language, defaults={"name": name, **_first_page(language)}
            )
        for day in range(7):
            OpeningHours.objects.get_or_create(service=service, weekday=day, opens=time(0), closes=time(0))
        transaction.on_commit(forget_service)
    return service


def _first_page(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "headline": gettext("Whatever tonight is, you can say it here."),
            "lead": gettext("Write to a trained listener. Free, no name, no account."),
        }


def check_manager(actor: Person) -> None:
    """Only a manager changes services. Raises NotForYou."""
    if not actor.has_role(Role.MANAGER):
        raise NotForYou()


def row_of(number: int) -> Service:
    """A service's row, held until the end of the transaction. Raises NotForYou when there is none."""
    rows = Service.objects.select_for_update()
    if number == NUMBER:
        return rows.get_or_create(pk=NUMBER)[0]
    found = rows.filter(pk=number).first()
    if found is None:
        raise NotForYou()
    return found


def save(service: Service) -> None:
    """Keep a changed service. Raises Invalid for what cannot be used."""
    try:
        service.full_clean()
        service.zone  # noqa: B018 (raises for a zone that is none)
    except (ValidationError, KeyError, ValueError) as wrong:
        raise Invalid(
            _("One of these cannot be used. Check the addresses, numbers and the time zone.")
        ) from wrong
    if not service.exit_address.startswith("https://"):
        raise Invalid(_("The address to leave to must begin with https://."))
    service.save()


def changed(actor: Person, what: str, number: int = NUMBER) -> None:
    """Note a change in the audit trail; every page asks anew after the commit."""
    audit.record(actor=actor.pk, act="settings.changed", about=f"service:{number}", reason=what)
    transaction.on_commit(forget_service)
