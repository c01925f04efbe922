"""The services as they stand: their words, hours and numbers. One is enough, and it is the first one."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from beside.conversations.models import Conversation
from beside.desk import hours
from beside.desk.models import (
    Holiday,
    OpeningHours,
    OverflowNumber,
    Request,
    Service,
    ServiceWords,
    Standstill,
)
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.web.house import House

NUMBER = 1
"""The first service's key. Its row is also the desk's own lock."""

_KEPT_SECONDS = 5.0
_known: tuple[float, "_All"] | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The service in one language. `overflow` is said while it is full or closed."""

    language: str
    name: str
    headline: str
    lead: str
    overflow: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A service with its words, hours and numbers (name, number), as read a moment ago."""

    service: Service
    words: tuple[Words, ...]
    openings: tuple[hours.Opening, ...]
    specials: tuple[hours.Special, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _All:
    services: tuple[Known, ...]
    standstill: Standstill | None


def service() -> Service:
    """The first service, read at most every five seconds."""
    return known().service


def current(of: Request | str = "") -> Service:
    """The service of a request, or the one with this slug (the first one's without). Raises NotForYou."""
    if isinstance(of, str):
        return known(of).service
    everyone = {one.service.pk: one.service for one in _all().services}
    return everyone.get(of.service_id or NUMBER) or of.service or service()


def keep_hours(conversation: Conversation) -> int | None:
    """After how many hours a chat is destroyed in its own service, or None where the house says it."""
    asked = Request.objects.select_related("service").filter(conversation=conversation).first()
    return current(asked).keep_hours if asked is not None else None


def slug_of(request: Request) -> str:
    """The slug under which the service of a request is offered, or "" for the first one."""
    own = current(request)
    return own.slug if is_offered(own) and own.pk != NUMBER else ""


def services() -> list[Service]:
    """The services that are offered, the first one first."""
    return [one.service for one in _all().services if is_offered(one.service)]


def words(language: str, slug: str = "") -> Words:
    """The service's words in a language it offers, else in its first."""
    offered = {row.language: row for row in known(slug).words}
    return offered.get(language) or next(iter(offered.values()), None) or _unwritten(language)


def languages(slug: str = "") -> list[str]:
    """The languages the service is offered in, the first one first."""
    return [row.language for row in known(slug).words] or [code for code, _name in settings.LANGUAGES]


def overflow_numbers(slug: str = "") -> tuple[tuple[str, str], ...]:
    """(name, number) the operator wants shown first when the service is full or closed."""
    return known(slug).numbers


def standstill(now: datetime | None = None) -> Standstill | None:
    """What keeps every door shut just now, or None."""
    running, now = _all().standstill, now or clock.now()
    return None if running is None or (running.until is not None and running.until <= now) else running


def house(slug: str = "") -> House:
    """The service as every page's header and numbers need it, in the active language."""
    language = (get_language() or "").split("-")[0]
    state, said = known(slug), words(language, slug)
    plain = House()
    return House(
        name=said.name,
        tab=plain.tab,
        exit_address=state.service.exit_address,
        emergency_number=state.service.emergency_number or plain.emergency_number,
        helpline_number=state.service.helpline_number,
        country=state.service.country,
        is_demo=state.service.is_demo,
        languages=tuple(languages(slug)),
        welcome=said.headline,
        lead=said.lead,
        time_zone=state.service.time_zone,
        keep_hours=state.service.keep_hours,
    )


def known(slug: str = "") -> Known:
    """Everything about a service, the first without a slug. Raises NotForYou for one that is not offered."""
    everyone = _all().services
    if not slug:
        return everyone[0]
    found = next((one for one in everyone if one.service.slug == slug), None)
    if found is None or not is_offered(found.service):
        raise NotForYou()
    return found


def forget_service() -> None:
    """Read the services again at the next question: after a change, and between tests."""
    global _known
    _known = None


def _all() -> _All:
    """A table that does not answer is forgiven while we remember."""
    global _known
    if _known is not None and time.monotonic() - _known[0] < _KEPT_SECONDS:
        return _known[1]
    fresh = _read()
    _known = (time.monotonic(), fresh)
    return fresh


def is_offered(service: Service) -> bool:
    """Whether a service is on the pages. The first one always is."""
    return service.is_offered or service.pk == NUMBER


def name_of(service: Service) -> str:
    """A service's name in the reader's language, else in its first; its slug without any."""
    said = {row.language: row.name for row in ServiceWords.objects.filter(service=service)}
    return said.get((get_language() or "").split("-")[0]) or next(iter(said.values()), service.slug)


def _read() -> _All:
    rows = {row.pk: row for row in Service.objects.order_by("pk")}
    first = rows.pop(NUMBER, None) or Service(pk=NUMBER)
    running = Standstill.objects.filter(is_running=True).first()
    return _All(tuple(_read_one(row) for row in (first, *rows.values())), running)


def _read_one(service: Service) -> Known:
    own = {"service_id": service.pk}
    return Known(
        service,
        tuple(
            Words(row.language, row.name, row.headline, row.lead, row.overflow)
            for row in ServiceWords.objects.filter(**own)
        ),
        tuple(
            hours.Opening(row.weekday, row.opens, row.minutes) for row in OpeningHours.objects.filter(**own)
        ),
        tuple(special(row) for row in Holiday.objects.filter(**own)),
        tuple(OverflowNumber.objects.filter(**own).values_list("name", "number")),
    )


def special(row: Holiday) -> hours.Special:
    """A holiday as the hours read it."""
    return hours.Special(row.first, row.last, row.yearly, row.opens, row.minutes)


def _unwritten(language: str) -> Words:
    with override(language):
        return Words(
            language,
            "Beside",
            gettext("Whatever tonight is, you can say it here."),
            gettext("Write to a trained listener. Free, no name, no account."),
        )
