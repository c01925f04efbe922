"""How long something is kept, as a person types it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.journal.audit import REASON_MAX
from beside.operations.keeping import Class

_HOURS_UPTO = timedelta(days=2)


class LengthForm(forms.Form):
    """A whole number of hours or days, and a reason where it is longer than the default."""

    number = forms.IntegerField(min_value=1, max_value=36500, label=_("How long"))
    unit = forms.ChoiceField(choices=(("hours", _("hours")), ("days", _("days"))), label=_("Unit"))
    reason = forms.CharField(
        max_length=REASON_MAX,
        required=False,
        label=_("Reason, when it is longer than the default"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, held: Class) -> None:
        super().__init__(data, initial=_as_typed(held))

    def length(self) -> timedelta:
        """What was typed."""
        return timedelta(**{self.cleaned_data["unit"]: self.cleaned_data["number"]})


def _as_typed(held: Class) -> dict[str, Any]:
    in_hours = held.length < _HOURS_UPTO
    number = held.length / timedelta(hours=1) if in_hours else held.length / timedelta(days=1)
    return {"number": round(number), "unit": "hours" if in_hours else "days", "reason": held.reason}
