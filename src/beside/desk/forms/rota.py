"""Planning shifts, holding one out, and the rules of the rota."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.desk import wording
from beside.desk.actions.rota import Wanted, plan_series, plan_shift, set_rota_rules
from beside.desk.actions.rota_swaps import hold_out
from beside.desk.actions.rota_telling import when
from beside.desk.forms.service import AreaForm
from beside.desk.models import Claim, Planned, Service, Swap, Wish
from beside.desk.models.rota import MOST_SEATS
from beside.desk.queries import languages, rota, services
from beside.desk.queries.rota_pages import partners, to_give
from beside.desk.queries.service import NUMBER, name_of
from beside.people.models import Person
from beside.web.choosing import offer

EVERYBODY = "everybody"
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PlanForm(forms.Form):
    """One shift, or the same every week. Times are the house's own."""

    day = forms.DateField(label=_("Day"), widget=_DAY)
    begins = forms.TimeField(label=_("From"), widget=_HOUR)
    ends = forms.TimeField(label=_("Until"), widget=_HOUR, help_text=_("Not after the start: next day."))
    seats = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_SEATS, initial=1)
    language = forms.ChoiceField(label=_("Who speaks"), required=False)
    role = forms.ChoiceField(label=_("Who is wanted"), required=False, choices=Wish.choices)
    service = forms.TypedChoiceField(label=_("For which service"), coerce=int, required=False)
    weekly = forms.BooleanField(label=_("The same every week"), required=False)
    last = forms.DateField(
        label=_("Until which day"), required=False, widget=_DAY, help_text=_("Empty: with no end.")
    )

    def __init__(self, data: QueryDict | None, *, day: date) -> None:
        super().__init__(data, initial={"day": day, "begins": "18:00", "ends": "22:00"})
        spoken = dict.fromkeys(code for one in services() for code in languages(_slug(one)))
        offer(self, "language", [("", _("Any language")), *((c, wording.own_name(c)) for c in spoken)])
        houses = [(one.pk, name_of(one)) for one in services()]
        if len(houses) > 1:
            offer(self, "service", houses)
        else:
            del self.fields["service"]

    def save(self, actor: Person) -> None:
        """Plan it. Raises what the verbs raise."""
        given = self.cleaned_data
        known = {name: given[name] for name in ("seats", "language", "role")}
        wanted = Wanted(**known, service=given.get("service") or NUMBER)
        about: dict[str, Any] = {
            "actor": actor,
            "begins": given["begins"],
            "ends": given["ends"],
            "wanted": wanted,
        }
        if given["weekly"]:
            plan_series(first=given["day"], last=given["last"], **about)
        else:
            plan_shift(day=given["day"], **about)


class HoldOutForm(forms.Form):
    """To whom a shift is held out: everybody, one colleague, or one colleague for a shift of theirs."""

    to = forms.ChoiceField(label=_("Ask"))

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim, self.known = claim, partners(claim)
        found: list[tuple[str, str | Promise]] = [(EVERYBODY, _("everybody it suits"))]
        for person, theirs in self.known:
            found.append((str(person.pk), person.name))
            found += [(f"{person.pk} {one.pk}", _exchanged(person, one)) for one in theirs]
        offer(self, "to", found)

    def save(self, actor: Person) -> Swap:
        """Hold it out. Raises what the verb raises."""
        chosen, _gap, number = str(self.cleaned_data["to"]).partition(" ")
        if chosen == EVERYBODY:
            return hold_out(person=actor, claim=self.claim)
        to, theirs = next(each for each in self.known if each[0].pk == UUID(chosen))
        against = next((one for one in theirs if str(one.pk) == number), None)
        return hold_out(person=actor, claim=self.claim, to=to, against=against)


class GiveForm(forms.Form):
    """Whom to put on a shift."""

    person = forms.ChoiceField(label=_("Put somebody on it, after asking them"))

    def __init__(self, *args: Any, planned: Planned, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in to_give(planned)}
        offer(self, "person", [(number, one.name) for number, one in self.known.items()])

    @property
    def chosen(self) -> Person:
        """The one who was chosen."""
        return self.known[self.cleaned_data["person"]]


class SeatsForm(forms.Form):
    """How many people a shift needs."""

    seats = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_SEATS)


class RotaRulesForm(AreaForm):
    """The gate before a shift, notice, reminders, and what nobody may go beyond."""

    title, icon = _("Rota"), "calendar"
    needs_claim = forms.BooleanField(
        label=_("Come on shift only with a planned shift, or with a supervisor’s yes"), required=False
    )
    early_minutes = forms.IntegerField(
        label=_("May begin so many minutes before a planned shift"), min_value=0, max_value=120
    )
    notice_hours = forms.IntegerField(
        label=_("Notice for letting a shift go, in hours"),
        help_text=_("Later is still possible; supervisors are then written to."),
        min_value=0,
        max_value=168,
    )
    first_hours = forms.IntegerField(
        label=_("First reminder so many hours before"), help_text=_("0 for none."), min_value=0, max_value=72
    )
    second_hours = forms.IntegerField(
        label=_("Second reminder so many hours before"), help_text=_("0 for none."), min_value=0, max_value=72
    )
    longest_hours = forms.IntegerField(
        label=_("Hours at a stretch, at most"), help_text=_("0 for no limit."), min_value=0, max_value=168
    )
    first_month_hours = forms.IntegerField(
        label=_("The same in somebody’s first month"),
        help_text=_("0 for no limit."),
        min_value=0,
        max_value=168,
    )
    rest_hours = forms.IntegerField(label=_("Hours of rest that end a stretch"), min_value=0, max_value=48)
    week_hours = forms.IntegerField(
        label=_("Hours in a week, at most"), help_text=_("0 for no limit."), min_value=0, max_value=168
    )

    def now(self, service: Service) -> dict[str, Any]:
        """The rules as they stand."""
        held = rota.rules()
        return {name: getattr(held, name) for name in self.base_fields}

    def save(self, actor: Person) -> None:
        """Save them all."""
        set_rota_rules(actor=actor, **self.cleaned_data)


def _exchanged(person: Person, theirs: Claim) -> str:
    return gettext("%(name)s, and I take %(when)s") % {"name": person.name, "when": when(theirs.planned)}


def _slug(one: Service) -> str:
    return "" if one.pk == NUMBER else one.slug
