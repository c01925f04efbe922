"""What is asked before a shift."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beside.desk import wording
from beside.desk.queries import languages, services
from beside.desk.queries.service import name_of
from beside.foundation import clock
from beside.people.models import Person
from beside.web.choosing import offer

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
        offer(self, "hours", [(n, _hours(n)) for n in HOURS])
        known = {"slots": most, "languages": offered, "hours": 2}
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
        return clock.now() + timedelta(hours=self.cleaned_data["hours"])


def _hours(count: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count}
