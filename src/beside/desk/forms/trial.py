"""What a manager may try: a day with other people, hours and times; and what the staffing has to reach."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from beside.desk.queries import history
from beside.desk.simulation import Scenario, Turn, named
from beside.desk.staffing.history import Past
from beside.desk.staffing.planning import Goal, Team
from beside.desk.trials import as_it_was

DAYS = {
    "weekday": _("A usual weekday"),
    "holiday": _("A holiday: more who come, fewer who work"),
    "night": _("A night line, from 20:00 to 6:00"),
}

_OWN = "own-"
"""Before the number of a weekday of the house's own."""


def _number(label: object, least: float, most: float, initial: float, **more: object) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=least, max_value=most, initial=initial, **more)  # type: ignore[arg-type]


class DayForm(forms.Form):
    """Which day to begin with."""

    day = forms.ChoiceField(label=_("Begin with"), choices=list(DAYS.items()), initial="weekday")

    @property
    def scenario(self) -> Scenario:
        """The day as it is."""
        return named(self.cleaned_data["day"])


class TrialForm(DayForm):
    """A change to a day. What comes and when people give up stays as it is."""

    come = _number(_("People who come, in percent of usual"), 10, 300, 100)
    people = _number(_("People on shift, in percent of usual"), 0, 300, 100)
    slots = forms.IntegerField(label=_("Chats at once, for listeners"), min_value=1, max_value=3, initial=1)
    opens = _number(_("Opens at hour"), 0, 23, 0)
    closes = _number(_("Closes at hour (beyond 24 is the next day)"), 1, 30, 24)
    expert = _number(_("Someone who knows the topic is waited for, seconds"), 0, 3600, 210)
    language = _number(_("Someone who speaks the language is waited for, seconds"), 0, 3600, 390)
    raised = _number(_("A level rises after, seconds"), 30, 7200, 390)

    @property
    def changed(self) -> Scenario:
        """The day with the change."""
        given, start = self.cleaned_data, self.scenario
        rules = replace(
            start.rules,
            expert=timedelta(seconds=given["expert"]),
            any_language=timedelta(seconds=given["language"]),
            step=timedelta(seconds=given["raised"]),
        )
        return replace(
            start,
            per_hour=tuple(rate * given["come"] / 100 for rate in start.per_hour),
            turns=tuple(self._turn(turn) for turn in start.turns),
            opens=given["opens"],
            closes=given["closes"],
            rules=rules,
        )

    def clean(self) -> dict[str, object]:
        """Refuse hours that end before they begin."""
        given = super().clean() or {}
        if given.get("opens") is not None and given.get("closes", 99) <= given["opens"]:
            raise forms.ValidationError(_("It closes before it opens. Beyond midnight, count on: 26 is two."))
        return given

    def _turn(self, turn: Turn) -> Turn:
        slots = self.cleaned_data["slots"] if turn.slots == 1 else turn.slots
        return replace(turn, people=round(turn.people * self.cleaned_data["people"] / 100), slots=slots)


class StaffingForm(DayForm):
    """What a day has to reach, and how people work. The day may be one of the house's own weeks."""

    past: Past | None = None

    come = _number(_("People who come, in percent of usual"), 10, 500, 100)
    share = _number(_("Answered in time, percent of those who come"), 50, 99, 80)
    minutes = _number(_("In time means within, minutes"), 0.5, 60, 5)
    busy = _number(_("Places in use at most, percent"), 30, 95, 75)
    chats = forms.IntegerField(label=_("Chats at once for each person"), min_value=1, max_value=3, initial=1)
    slower = _number(_("Each chat takes longer beside another, percent"), 0, 100, 25)
    away = _number(_("Of a shift, not at the line (breaks, absences), percent"), 0, 80, 30)

    def __init__(self, *given: Any, **named_: Any) -> None:
        super().__init__(*given, **named_)
        own = [(f"{_OWN}{number}", name) for number, name in WEEKDAYS.items()]
        self.fields["day"].choices = [  # type: ignore[attr-defined]
            (_("From your own last weeks"), own),
            (_("Made-up days"), list(DAYS.items())),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse to plan from weeks in which too few came."""
        given = super().clean() or {}
        if str(given.get("day", "")).startswith(_OWN):
            self.past = history.past()
            if self.past is None:
                self.add_error("day", _("Too few people have come to plan from. Begin with a made-up day."))
        return given

    @property
    def scenario(self) -> Scenario:
        """The day as it is, or as it was here lately."""
        if self.past is None or self.weekday is None:
            return super().scenario
        return as_it_was(self.past, self.weekday)

    @property
    def weekday(self) -> int | None:
        """Which of the house's own weekdays is planned (0 is Monday), None for a made-up day."""
        return int(self.cleaned_data["day"].removeprefix(_OWN)) if self.past else None

    @property
    def day_to_plan(self) -> Scenario:
        """The day with as many as are expected."""
        day = self.scenario
        return replace(day, per_hour=tuple(rate * self.cleaned_data["come"] / 100 for rate in day.per_hour))

    @property
    def goal(self) -> Goal:
        """The service target."""
        given = self.cleaned_data
        return Goal(given["share"] / 100, given["minutes"], busy=given["busy"] / 100)

    @property
    def team(self) -> Team:
        """How people work."""
        given = self.cleaned_data
        return Team(given["chats"], 1 + given["slower"] / 100, given["away"] / 100)
