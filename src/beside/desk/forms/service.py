"""What the manager can change, one form for each area. Each knows what it changes, and how to save it."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beside.desk import actions, routing
from beside.desk.actions.service import Opening
from beside.desk.models import OpeningHours, Service, ServiceWords
from beside.people.models import Person
from beside.safety import resources
from beside.web.choosing import offer
from beside.web.looks import own_name

_A_MONDAY = date(2024, 1, 1)
_NOT_A_NUMBER = _("Write it as it is dialled: digits, spaces, +, * or #.")
_NUMBER = r"^[0-9+*#][0-9 .+*#-]{1,18}$"


class AreaForm(forms.Form):
    """One area of the settings. `service` is how it stands before."""

    title: ClassVar[str | Promise]
    icon: ClassVar[str]

    def __init__(self, data: QueryDict | None, *, service: Service) -> None:
        super().__init__(data, initial=self.now(service))
        self.service = service
        self.prepare()

    def now(self, service: Service) -> dict[str, Any]:
        """The values as they stand."""
        return {name: getattr(service, name) for name in self.base_fields}

    def prepare(self) -> None:
        """Make the fields that depend on the day or on the language."""

    def save(self, actor: Person) -> None:
        """Save, by the verb of this area. Raises what the verb raises."""
        actions.set_numbers(actor=actor, number=self.service.pk, **self.cleaned_data)

    def changes(self) -> list[tuple[str, str, str]]:
        """(what, before, after) for everything that would change."""
        rows = ((self[name], self.initial.get(name), value) for name, value in self.cleaned_data.items())
        return [
            (str(bound.label), shown(bound, old), shown(bound, new)) for bound, old, new in rows if old != new
        ]


class NumbersForm(AreaForm):
    """Where the service is, and whom to call."""

    title, icon = _("Country and numbers"), "phone"
    country = forms.ChoiceField(
        label=_("Country"), help_text=_("Decides which helplines are shown first."), required=False
    )
    emergency_number = forms.RegexField(
        _NUMBER, label=_("Emergency number"), required=False, error_messages={"invalid": _NOT_A_NUMBER}
    )
    helpline_number = forms.RegexField(
        _NUMBER,
        label=_("Your own phone line"),
        help_text=_("Only if you have one. It stands beside the emergency number."),
        required=False,
        error_messages={"invalid": _NOT_A_NUMBER},
    )

    def prepare(self) -> None:
        """Countries by name, in the reader's alphabet."""
        names = [("", _("Not said")), *resources.countries(get_language() or "en")]
        offer(self, "country", names)


class LeavingForm(AreaForm):
    """Where Leave now goes."""

    title, icon = _("Where Leave now goes"), "exit"
    exit_address = forms.URLField(
        label=_("Address"),
        assume_scheme="https",
        error_messages={"invalid": _("This is not an address we can lead to. It begins with https://.")},
        help_text=_(
            "A page that anyone could be looking at: a weather page, an encyclopedia. It begins with https://."
        ),
    )


class ChatsForm(AreaForm):
    """How long chats are, and how many at once."""

    title, icon = _("Chats"), "chat"
    chat_minutes = forms.IntegerField(
        label=_("Length of a chat, in minutes"),
        help_text=_("Said at the start, and again ten and five minutes before the end."),
        min_value=10,
        max_value=120,
    )
    extension_minutes = forms.IntegerField(
        label=_("More time, in minutes"),
        help_text=_("What a supervisor gives when asked, twice at most."),
        min_value=5,
        max_value=60,
    )
    full_minutes = forms.IntegerField(
        label=_("Say that we are full from a wait of, in minutes"),
        help_text=_("People can still get in line then, and are shown whom to call."),
        min_value=15,
        max_value=240,
    )
    listener_slots = forms.IntegerField(
        label=_("Chats at once for a listener"), min_value=1, max_value=routing.MOST_SLOTS
    )
    counsellor_slots = forms.IntegerField(
        label=_("Chats at once for whoever is trained for danger"), min_value=1, max_value=routing.MOST_SLOTS
    )
    target_seconds = forms.IntegerField(
        label=_("Answered in time means within, in seconds"),
        help_text=_("What the week in numbers and the board count by. It moves nobody in line."),
        min_value=30,
        max_value=3600,
    )
    urgent_target_seconds = forms.IntegerField(
        label=_("In danger, in time means within, in seconds"), min_value=10, max_value=600
    )


class WordsForm(AreaForm):
    """Name and first page in each language; a language without a tick is not offered."""

    title, icon = _("Name, words, languages"), "globe"
    PARTS = (
        ("name", _("Name of the service"), 60),
        ("headline", _("First line of the first page"), 120),
        ("lead", _("Second line"), 200),
    )

    def now(self, service: Service) -> dict[str, Any]:
        """The words as they stand."""
        found: dict[str, Any] = {}
        for row in ServiceWords.objects.filter(service_id=service.pk):
            found[f"{row.language}_offered"] = True
            found |= {f"{row.language}_{part}": getattr(row, part) for part, _label, _most in self.PARTS}
        return found

    def prepare(self) -> None:
        """A tick and three lines for each language there is."""
        for code, _name in settings.LANGUAGES:
            self.fields[f"{code}_offered"] = forms.BooleanField(label=own_name(code), required=False)
            for part, label, most in self.PARTS:
                self.fields[f"{code}_{part}"] = forms.CharField(
                    label=label,
                    max_length=most,
                    required=False,
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                )

    def tongues(self) -> Iterator[tuple[str, BoundField, list[BoundField]]]:
        """(code, its tick, its lines) for the page."""
        for code, _name in settings.LANGUAGES:
            yield (
                code,
                self[f"{code}_offered"],
                [self[f"{code}_{part}"] for part, _label, _most in self.PARTS],
            )

    def words(self) -> dict[str, dict[str, str]]:
        """The words by language, as they would be."""
        given = self.cleaned_data
        return {
            code: {part: given[f"{code}_{part}"] for part, _label, _most in self.PARTS}
            for code, _name in settings.LANGUAGES
            if given.get(f"{code}_offered")
        }

    def clean(self) -> dict[str, Any]:
        """A language that is offered has all its words."""
        given: dict[str, Any] = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            for part, _label, _most in self.PARTS if given.get(f"{code}_offered") else ():
                if not given.get(f"{code}_{part}"):
                    self.add_error(f"{code}_{part}", _("Write this line, or take the tick away."))
        if not any(given.get(f"{code}_offered") for code, _name in settings.LANGUAGES):
            self.add_error(None, _("Offer at least one language."))
        return given

    def save(self, actor: Person) -> None:
        """Save all languages at once."""
        actions.set_words(actor=actor, words=self.words(), number=self.service.pk)


class HoursForm(AreaForm):
    """The week, in the service's own time zone."""

    title, icon = _("Opening hours"), "clock"
    SPANS = (1, 2)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    is_shut = forms.BooleanField(label=_("Closed for now, whatever the hours say"), required=False)

    def now(self, service: Service) -> dict[str, Any]:
        """The week as it stands: up to two openings a day."""
        found: dict[str, Any] = {"time_zone": service.time_zone, "is_shut": service.is_shut}
        for day in range(7):
            rows = OpeningHours.objects.filter(service_id=service.pk, weekday=day)[: len(self.SPANS)]
            for span, row in zip(self.SPANS, rows, strict=False):
                found |= {f"d{day}_{span}_opens": row.opens, f"d{day}_{span}_closes": row.closes}
        return found

    def prepare(self) -> None:
        """Two openings for each day."""
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc"))
        offer(self, "time_zone", [(zone, zone.replace("_", " ")) for zone in ("UTC", *zones)])
        for day in range(7):
            for span in self.SPANS:
                for end, label in (("opens", _("%(day)s, from")), ("closes", _("%(day)s, until"))):
                    self.fields[f"d{day}_{span}_{end}"] = forms.TimeField(
                        label=label % {"day": weekday(day)},
                        required=False,
                        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                    )

    def days(self) -> Iterator[tuple[str, list[tuple[BoundField, BoundField]]]]:
        """(day, its openings) for the page."""
        for day in range(7):
            pairs = [(self[f"d{day}_{span}_opens"], self[f"d{day}_{span}_closes"]) for span in self.SPANS]
            yield weekday(day), pairs

    def openings(self) -> list[Opening]:
        """The week as it would be."""
        rows = (
            (day, self._end(day, span, "opens"), self._end(day, span, "closes"))
            for day, span in self._cells()
        )
        return [
            (day, opens, closes) for day, opens, closes in rows if opens is not None and closes is not None
        ]

    def clean(self) -> dict[str, Any]:
        """An opening has both its ends."""
        given: dict[str, Any] = super().clean() or {}
        for day, span in self._cells():
            if (self._end(day, span, "opens") is None) != (self._end(day, span, "closes") is None):
                self.add_error(f"d{day}_{span}_closes", _("Say from when and until when."))
        return given

    def save(self, actor: Person) -> None:
        """Save the whole week."""
        given = self.cleaned_data
        actions.set_hours(
            actor=actor,
            time_zone=given["time_zone"],
            openings=self.openings(),
            is_shut=given["is_shut"],
            number=self.service.pk,
        )

    def _cells(self) -> Iterator[tuple[int, int]]:
        return ((day, span) for day in range(7) for span in self.SPANS)

    def _end(self, day: int, span: int, end: str) -> time | None:
        found: time | None = self.cleaned_data.get(f"d{day}_{span}_{end}")
        return found


AREAS: dict[str, type[AreaForm]] = {
    "hours": HoursForm,
    "words": WordsForm,
    "numbers": NumbersForm,
    "chats": ChatsForm,
    "leaving": LeavingForm,
}


def weekday(day: int) -> str:
    """A weekday's name, 0 for Monday."""
    return date_format(_A_MONDAY + timedelta(days=day), "l")


def shown(bound: BoundField, value: Any) -> str:
    """A value as the person who reads the preview knows it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, time):
        return value.strftime("%H:%M")
    names = dict(getattr(bound.field, "choices", ()))
    return str(names.get(value, value if value not in (None, "") else _("nothing")))
