"""The times by which the house asks."""

import time

from beside.desk import routing
from beside.desk.models.offers import OfferRules, WhoTakes
from beside.desk.models.service import Service

NUMBER = 1
"""The first service, where none has been made yet."""

_KEPT_SECONDS = 5.0
_known: tuple[float, OfferRules] | None = None


def offer_rules() -> OfferRules:
    """How the house asks, read at most every five seconds; as it is made where nobody has changed it.

    There is one line for the house, so the rules are those of its first service.
    """
    global _known
    now = time.monotonic()
    if _known is None or now - _known[0] > _KEPT_SECONDS:
        _known = (now, _read())
    return _known[1]


def rules() -> routing.Rules:
    """The same as routing reads them."""
    return offer_rules().rules


def by_record() -> bool:
    """Whether only those who are trained may take danger and people under age."""
    return offer_rules().who_takes == WhoTakes.RECORD


def forget_rules() -> None:
    """Read anew at the next question."""
    global _known
    _known = None


def _read() -> OfferRules:
    found = OfferRules.objects.order_by("service_id").first()
    first = Service.objects.values_list("pk", flat=True).order_by("pk").first()
    return found or OfferRules(service_id=first or NUMBER)
