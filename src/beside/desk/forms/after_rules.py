"""After a chat: one area of the settings, the same for the whole house."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.desk import actions
from beside.desk.forms.service import AreaForm
from beside.desk.models import AfterRules, Service
from beside.people.models import Person


class AfterRulesForm(AreaForm):
    """How long somebody rests after danger, what a shift may weigh, whether a record comes first."""

    title, icon = _("After a chat"), "hand"
    needs_record = forms.BooleanField(
        label=_("Offer nobody new before the record of the last chat is written"), required=False
    )
    cool_minutes = forms.IntegerField(
        label=_("Rest after a chat in danger, in minutes"),
        help_text=_("Nobody new is offered meanwhile; a supervisor can end it."),
        min_value=0,
        max_value=120,
    )
    in_a_row = forms.IntegerField(
        label=_("Heavy chats one after another, at most"),
        help_text=_("0 for no limit."),
        min_value=0,
        max_value=10,
    )
    most_points = forms.IntegerField(
        label=_("What one shift may weigh, in points"),
        help_text=_("A raised chat counts 1, a high one 3, an immediate one 5, abuse 2. 0 for no limit."),
        min_value=0,
        max_value=100,
    )

    def now(self, service: Service) -> dict[str, Any]:
        """The rules as they stand."""
        held = AfterRules.objects.filter(service_id=service.pk).first() or AfterRules(service_id=service.pk)
        return {name: getattr(held, name) for name in self.base_fields}

    def save(self, actor: Person) -> None:
        """Save them all."""
        actions.set_after_rules(actor=actor, **self.cleaned_data)
