"""How the house asks: one area of the settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.desk import actions
from beside.desk.forms.service import AreaForm
from beside.desk.models import OfferRules, Service
from beside.desk.models.offers import WhoTakes
from beside.people.models import Person


class OffersForm(AreaForm):
    """Who is asked, for how long, and when what was asked for is asked for less strictly."""

    title, icon = _("Offers and matching"), "swap"
    by_itself = forms.BooleanField(
        label=_("Offer people to whoever is free, without being asked"), required=False
    )
    who_takes = forms.ChoiceField(
        label=_("Who may take danger, and people under age"),
        help_text=_(
            "Counsellors and supervisors count as trained, and whoever has it in their record under Team. "
            "With the first, nobody is left alone when nobody trained is free, and some meet a listener who "
            "has not learnt it. With the second they wait, and supervisors and the on-call person are called."
        ),
        choices=WhoTakes.choices,
        initial=WhoTakes.ROLE,
        widget=forms.RadioSelect,
    )
    offer_seconds = forms.IntegerField(
        label=_("Time to answer an offer, in seconds"), min_value=15, max_value=120
    )
    misses = forms.IntegerField(
        label=_("Missed offers in a row that pause somebody"), min_value=1, max_value=10
    )
    again_seconds = forms.IntegerField(
        label=_("Ask somebody about the same person again after, in seconds"), min_value=10, max_value=7200
    )
    certified_seconds = forms.IntegerField(
        label=_("Danger and people under age wait for who is trained, in seconds"),
        min_value=10,
        max_value=600,
    )
    expert_seconds = forms.IntegerField(
        label=_("A subject or a wish waits for who has it, in seconds"),
        help_text=_("Then whoever is free is asked. In danger nobody waits for it."),
        min_value=10,
        max_value=7200,
    )
    any_seconds = forms.IntegerField(
        label=_("A language that nobody here speaks is waited for, in seconds"),
        help_text=_("Then anybody is asked, and is told which language it is. In danger, at once."),
        min_value=10,
        max_value=7200,
    )
    step_seconds = forms.IntegerField(
        label=_("A place in line rises by one level every, in seconds"),
        help_text=_("So that nobody stays behind for ever because others are more urgent."),
        min_value=10,
        max_value=7200,
    )
    due_minutes = forms.IntegerField(
        label=_("Too long a wait, in minutes"),
        help_text=_("Who has waited this long comes in between people in danger, as the next line says."),
        min_value=5,
        max_value=600,
    )
    in_a_row = forms.IntegerField(
        label=_("People in danger who may be taken before one who waited too long"),
        min_value=1,
        max_value=100,
    )
    fallback_seconds = forms.IntegerField(
        label=_("Call supervisors when nobody is asked about danger for, in seconds"),
        min_value=10,
        max_value=600,
    )

    def now(self, service: Service) -> dict[str, Any]:
        """The rules as they stand."""
        held = OfferRules.objects.filter(service_id=service.pk).first() or OfferRules(service_id=service.pk)
        found = {name: getattr(held, name) for name in self.base_fields if name != "offer_seconds"}
        return {**found, "offer_seconds": service.offer_seconds}

    def clean(self) -> dict[str, Any]:
        """What waits for a speaker waits at least as long as what waits for knowledge of a subject."""
        given: dict[str, Any] = super().clean() or {}
        if (given.get("any_seconds") or 0) < (given.get("expert_seconds") or 0):
            self.add_error(
                "any_seconds", _("Make this at least as long as the wait for a subject or a wish.")
            )
        return given

    def save(self, actor: Person) -> None:
        """Save them all."""
        actions.set_offer_rules(actor=actor, **self.cleaned_data)
