"""What keeps a service's door open or shut: people on shift, holidays, where it sends on, what it is for."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.desk import actions
from beside.desk.actions.door import MOST_NUMBERS, Days
from beside.desk.categories import CATEGORIES
from beside.desk.forms.service import AreaForm
from beside.desk.models import Holiday, OverflowNumber, Service, ServiceWords
from beside.foundation import clock
from beside.people.models import Person
from beside.web import lengths
from beside.web.choosing import offer
from beside.web.looks import own_name

_PHONE = r"^[0-9+*#][0-9 .+*#-]{1,18}$"
_MORE_ROWS, _MOST_ROWS = 3, 40


class DoorForm(AreaForm):
    """Whether hours are enough, and when the door closes before everybody goes home."""

    title, icon = _("Open while somebody is there"), "users"
    needs_staff = forms.BooleanField(label=_("Open only while somebody is on shift"), required=False)
    closing_minutes = forms.IntegerField(
        label=_("Take nobody new so many minutes before the last shift ends"),
        min_value=0,
        max_value=240,
        help_text=_(
            "A chat takes its time. This counts where the line above is ticked, and where no hours are set."
        ),
    )
    busy_minutes = forms.IntegerField(
        label=_("Say that it is busy from a wait of, in minutes"), min_value=5, max_value=240
    )


class HolidaysForm(AreaForm):
    """Days that are not as the week says: what is written here stands in for the whole week's hours."""

    title, icon = _("Holidays"), "calendar"
    PARTS = ("name", "first", "last", "yearly", "opens", "closes")

    def now(self, service: Service) -> dict[str, Any]:
        """The holidays as they stand."""
        self.kept = list(Holiday.objects.filter(service_id=service.pk))
        rows = enumerate(self.kept)
        return {f"h{at}_{part}": getattr(row, part) for at, row in rows for part in self.PARTS}

    def prepare(self) -> None:
        """A row for each, and a few more."""
        for at in range(self._rows()):
            day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            hour = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            made: dict[str, forms.Field] = {
                "name": forms.CharField(label=_("Name, for the team"), max_length=60, required=False),
                "first": forms.DateField(label=_("First day"), required=False, widget=day),
                "last": forms.DateField(label=_("Last day"), required=False, widget=day),
                "yearly": forms.BooleanField(label=_("Every year"), required=False),
                "opens": forms.TimeField(label=_("Open from"), required=False, widget=hour),
                "closes": forms.TimeField(label=_("Open until"), required=False, widget=hour),
            }
            self.fields.update({f"h{at}_{part}": field for part, field in made.items()})

    def rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """(number, its fields) for the page."""
        for at in range(self._rows()):
            yield at + 1, [self[f"h{at}_{part}"] for part in self.PARTS]

    def days(self) -> list[Days]:
        """The holidays as they would be; a row without a first day is none."""
        found = []
        for at in range(self._rows()):
            given = {part: self.cleaned_data.get(f"h{at}_{part}") for part in self.PARTS}
            if given["first"]:
                found.append(Days(**{**given, "last": given["last"] or given["first"]}))
        return sorted(found, key=lambda one: one.first)

    def clean(self) -> dict[str, Any]:
        """Both ends of hours, and an end that is not before the start."""
        given: dict[str, Any] = super().clean() or {}
        for at in range(self._rows()):
            one = {part: given.get(f"h{at}_{part}") for part in self.PARTS}
            if (one["opens"] is None) != (one["closes"] is None):
                self.add_error(f"h{at}_closes", _("Say from when and until when."))
            if one["first"] and one["last"] and one["last"] < one["first"]:
                self.add_error(f"h{at}_last", _("A holiday ends on the day it begins, or after it."))
            if not one["first"] and any(one[part] for part in ("name", "last", "opens")):
                self.add_error(f"h{at}_first", _("Say on which day."))
        return given

    def changes(self) -> list[tuple[str, str, str]]:
        """The days before and after, in words."""
        old = [Days(**{part: getattr(row, part) for part in self.PARTS}) for row in self.kept]
        gone, come = [one for one in old if one not in self.days()], set(self.days()) - set(old)
        nothing = gettext("nothing")
        new = [(str(self.title), nothing, in_words(one)) for one in self.days() if one in come]
        return [*((str(self.title), in_words(one), nothing) for one in gone), *new]

    def save(self, actor: Person) -> None:
        """Save all of them at once."""
        actions.set_holidays(actor=actor, days=self.days(), number=self.service.pk)

    def _rows(self) -> int:
        sent = [int(key[1:-6]) for key in self.data if key[:1] == "h" and key[1:-6].isdecimal()]
        return min(max([len(self.kept) + _MORE_ROWS, *(at + 1 for at in sent)]), _MOST_ROWS)


class OverflowForm(AreaForm):
    """What is said, and whom people can call, while the service is full or closed."""

    title, icon = _("When full or closed"), "phone"

    def now(self, service: Service) -> dict[str, Any]:
        """The words and numbers as they stand."""
        self.said = {row.language: row.overflow for row in ServiceWords.objects.filter(service_id=service.pk)}
        found: dict[str, Any] = {f"{code}_overflow": said for code, said in self.said.items()}
        for row in OverflowNumber.objects.filter(service_id=service.pk):
            found |= {f"n{row.place}_name": row.name, f"n{row.place}_number": row.number}
        return found

    def prepare(self) -> None:
        """A text for each language that is offered, five numbers."""
        for code in self.said:
            self.fields[f"{code}_overflow"] = forms.CharField(
                label=_("What the first page says then, in %(language)s") % {"language": own_name(code)},
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": "auto"}),
            )
        for at in range(MOST_NUMBERS):
            number = {"number": at + 1}
            self.fields[f"n{at}_name"] = forms.CharField(
                label=_("Number %(number)s: whose it is") % number, max_length=60, required=False
            )
            self.fields[f"n{at}_number"] = forms.RegexField(
                _PHONE,
                label=_("Number %(number)s: as it is dialled") % number,
                required=False,
                error_messages={"invalid": _("Write it as it is dialled: digits, spaces, +, * or #.")},
            )

    def texts(self) -> list[BoundField]:
        """The texts, for the page."""
        return [self[f"{code}_overflow"] for code in self.said]

    def pairs(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each number with its name, for the page."""
        for at in range(MOST_NUMBERS):
            yield self[f"n{at}_name"], self[f"n{at}_number"]

    def clean(self) -> dict[str, Any]:
        """A number has a name, and a name a number."""
        given: dict[str, Any] = super().clean() or {}
        for at in range(MOST_NUMBERS):
            if bool(given.get(f"n{at}_name")) != bool(given.get(f"n{at}_number")):
                self.add_error(f"n{at}_number", _("Write both the name and the number, or neither."))
        return given

    def save(self, actor: Person) -> None:
        """Save words and numbers."""
        given = self.cleaned_data
        pairs = [(given[f"n{at}_name"], given[f"n{at}_number"]) for at in range(MOST_NUMBERS)]
        actions.set_overflow(
            actor=actor,
            words={code: given[f"{code}_overflow"] for code in self.said},
            numbers=[(name, number) for name, number in pairs if number],
            number=self.service.pk,
        )


class TopicsForm(AreaForm):
    """What the service is for; people choose among these while they wait."""

    title, icon = _("Topics"), "book"
    topics = forms.MultipleChoiceField(
        label=_("What people come to this service with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a tick, all of them."),
    )

    def prepare(self) -> None:
        """Every topic there is."""
        offer(self, "topics", [(code, name) for code, name in CATEGORIES.items()])

    def changes(self) -> list[tuple[str, str, str]]:
        """The topics before and after, by name."""
        before, after = self.initial["topics"], self.cleaned_data["topics"]
        return [] if before == after else [(str(self.title), _named(before), _named(after))]


class KeepingForm(AreaForm):
    """How long this service keeps what was said."""

    title, icon = _("How long chats are kept"), "lock"
    keep_hours = forms.IntegerField(
        label=_("Destroy a chat without five words so many hours after its end"),
        required=False,
        min_value=1,
        help_text=_("Shorter than in the rest of the house, or nothing for as long as there."),
    )

    def clean_keep_hours(self) -> int | None:
        """Shorter is free; longer is for the whole house, and needs a reason there."""
        hours: int | None = self.cleaned_data["keep_hours"]
        house = lengths.current().without_words
        if hours is not None and timedelta(hours=hours) > house:
            raise forms.ValidationError(
                _("The house keeps them for %(length)s. Choose that or less.")
                % {"length": lengths.in_words(house)}
            )
        return hours


class WorksForm(forms.Form):
    """For how long the house stands still."""

    HOURS = (1, 2, 4, 8, 24)
    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = [(hours, lengths.in_words(timedelta(hours=hours))) for hours in self.HOURS]
        offer(self, "hours", [("", _("Until somebody opens the doors again")), *until])

    @property
    def until(self) -> datetime | None:
        """When the doors open by themselves, or None."""
        hours = self.cleaned_data.get("hours")
        return clock.now() + timedelta(hours=hours) if hours else None


AREAS: dict[str, type[AreaForm]] = {
    "door": DoorForm,
    "holidays": HolidaysForm,
    "overflow": OverflowForm,
    "topics": TopicsForm,
    "keeping": KeepingForm,
}


def in_words(days: Days) -> str:
    """Such as "24 December – 26 December, every year: closed"."""
    ends = dict.fromkeys((days.first, days.last))
    when = " – ".join(date_format(day, "j F" if days.yearly else "DATE_FORMAT") for day in ends)
    hours = f"{days.opens:%H:%M}–{days.closes:%H:%M}" if days.opens and days.closes else gettext("closed")
    again = gettext(", every year") if days.yearly else ""
    said = f"{days.name + ', ' if days.name else ''}{when}{again}"
    return gettext("%(days)s: %(hours)s") % {"days": said, "hours": hours}


def _named(codes: list[str]) -> str:
    names: list[str | Promise] = [CATEGORIES[code] for code in codes if code in CATEGORIES]
    return ", ".join(map(str, names)) or gettext("all of them")
