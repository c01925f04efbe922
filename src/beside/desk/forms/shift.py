"""What is asked before a shift."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beside.desk import wording
from beside.desk.queries import languages, rota, services
from beside.desk.queries.service import name_of
from beside.foundation import clock
from beside.people.models import Person
from beside.web.choosing import offer

AS_PLANNED = 0
HOURS = (1, 2, 3, 4)
"""A shift is four hours at most (setting of the product); longer is another shift after a rest."""


class ShiftForm(forms.Form):
    """How many chats at once, which languages, for which services where there are several, how long."""

    slots = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one language.")}
    )
    services = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    hours = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, person: Person, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = person.languages or [person.language]
        offered = list(dict.fromkeys([*(code for code in languages() if code in spoken), *spoken]))
        offer(self, "slots", [(n, str(n)) for n in range(1, most + 1)])
        offer(self, "languages", [(code, wording.own_name(code)) for code in offered])
        houses = [(one.pk, name_of(one)) for one in services()]
        offer(self, "services", houses if len(houses) > 1 else [])
        self.planned = _planned_end(person)
        as_planned = [(AS_PLANNED, _until(self.planned))] if self.planned else []
        offer(self, "hours", [*as_planned, *((n, _hours(n)) for n in HOURS)])
        known = {"slots": most, "languages": offered, "hours": AS_PLANNED if self.planned else 2}
        self.initial = {**known, "services": [number for number, _name in houses], **self.initial}

    @property
    def chosen_services(self) -> list[int]:
        """The keys of those chosen; none where all are, so that one made later is among them."""
        chosen: list[int] = self.cleaned_data["services"]
        offered = {number for number, _name in self.fields["services"].choices}  # type: ignore[attr-defined]  # a field of choices
        return [] if set(chosen) == offered else chosen

    @property
    def until(self) -> datetime:
        """When the shift is meant to end."""
        hours: int = self.cleaned_data["hours"]
        if hours == AS_PLANNED and self.planned is not None:
            return self.planned
        return clock.now() + timedelta(hours=hours)


def _planned_end(person: Person) -> datetime | None:
    """When the planned shift ends that runs, or that is about to begin."""
    early = timedelta(minutes=rota.rules().early_minutes)
    claim = rota.claim_now(person, clock.now(), early)
    return claim.planned.ends_at if claim else None


def _until(end: datetime) -> str:
    return gettext("until %(time)s, as planned") % {"time": f"{timezone.localtime(end):%H:%M}"}


def _hours(count: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count}
