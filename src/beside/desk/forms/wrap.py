"""The wrap-up: five fields, most of them taps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.desk import levels
from beside.desk.actions.after import MOST_CATEGORIES, MOST_NOTE
from beside.desk.categories import CATEGORIES
from beside.desk.models import Contact, Outcome, WrapUp

LEVELS = ((0, levels.LOW), (2, levels.RAISED), (3, levels.HIGH), (4, levels.IMMEDIATE))
GROUPS = ("contact", "categories", "urgency_out", "outcome")


class DraftForm(forms.Form):
    """What is on the page so far: nothing is required, nothing typed is refused."""

    contact = forms.ChoiceField(
        label=_("What kind of contact was it?"),
        choices=Contact.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=_("What was it about?"),
        help_text=_("Up to five"),
        choices=list(CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    urgency_out = forms.TypedChoiceField(
        label=_("How urgent was it at the end?"),
        choices=[(number, level.word) for number, level in LEVELS],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("How did it stand at the end?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("Anything the next listener should know"),
        help_text=_("Facts, no names. It is sealed, and read by your team only."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_NOTE, "aria-describedby": "note-hint"}),
        required=False,
        max_length=MOST_NOTE,
    )

    @property
    def groups(self) -> list[forms.BoundField]:
        """The fields that are taps, in order."""
        return [self[name] for name in GROUPS]


class WrapForm(DraftForm):
    """The finished wrap-up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("contact", "urgency_out", "outcome"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Choose one.")

    def clean_categories(self) -> list[str]:
        """At most five subjects."""
        chosen: list[str] = self.cleaned_data["categories"]
        if len(chosen) > MOST_CATEGORIES:
            raise forms.ValidationError(_("Choose up to %(most)s subjects.") % {"most": MOST_CATEGORIES})
        return chosen


def initial(record: WrapUp | None, note: str, urgency: int) -> dict[str, Any]:
    """The form as it was left; at first, the level that was read during the chat."""
    if record is None:
        return {"urgency_out": max(number for number, _level in LEVELS if number <= urgency)}
    return {
        "contact": record.contact,
        "categories": record.categories,
        "urgency_out": record.urgency_out,
        "outcome": record.outcome,
        "note": note,
    }
