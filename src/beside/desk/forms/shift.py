"""What is asked before a shift."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beside.desk import wording
from beside.desk.queries import languages
from beside.foundation import clock
from beside.people.models import Person
from beside.web.choosing import offer

HOURS = (1, 2, 3, 4)
"""A shift is four hours at most (setting of the product); longer is another shift after a rest."""


class ShiftForm(forms.Form):
    """How many chats at once, which languages, how long."""

    slots = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one language.")}
    )
    hours = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, person: Person, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = person.languages or [person.language]
        offered = list(dict.fromkeys([*(code for code in languages() if code in spoken), *spoken]))
        offer(self, "slots", [(n, str(n)) for n in range(1, most + 1)])
        offer(self, "languages", [(code, wording.own_name(code)) for code in offered])
        offer(self, "hours", [(n, _hours(n)) for n in HOURS])
        self.initial = {"slots": most, "languages": offered, "hours": 2, **self.initial}

    @property
    def until(self) -> datetime:
        """When the shift is meant to end."""
        return clock.now() + timedelta(hours=self.cleaned_data["hours"])


def _hours(count: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count}
