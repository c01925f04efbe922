"""The record after a chat: its fields are data, most of them taps."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.after import MOST_NOTE
from beside.desk.models import Asked, RecordKind, WrapUp
from beside.desk.record import CORE, LEVELS, MOST_CHOICES, Field

SUICIDE = "suicide"


class DraftForm(forms.Form):
    """What is on the page so far: nothing is required, nothing typed is refused.

    `asks`: also the question about suicide, because the chat cued it.
    """

    def __init__(self, *args: Any, fields: Sequence[Field], asks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record_fields = fields
        for field in fields:
            self.fields[field.code] = _field_of(field)
        if asks:
            self.fields[SUICIDE] = _question()
            self.order_fields([SUICIDE, *(field.code for field in fields)])

    @property
    def groups(self) -> list[forms.BoundField]:
        """The fields that are taps, in order."""
        return [bound for bound in self if not isinstance(bound.field.widget, forms.Textarea)]

    @property
    def texts(self) -> list[forms.BoundField]:
        """The fields that are words, in order."""
        return [bound for bound in self if isinstance(bound.field.widget, forms.Textarea)]

    @property
    def given(self) -> dict[str, Any]:
        """What the verbs take: columns by name, all else as answers."""
        chosen = dict(self.cleaned_data)
        answers = {code: chosen.pop(code) for code in list(chosen) if code not in (*CORE, SUICIDE)}
        if "urgency_out" in chosen:
            chosen["urgency_out"] = int(chosen["urgency_out"]) if chosen["urgency_out"] else None
        return {**chosen, "answers": answers}


class WrapForm(DraftForm):
    """The finished record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = [field.code for field in self.record_fields if field.required]
        for name in (*needed, *([SUICIDE] if SUICIDE in self.fields else [])):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Choose one.")

    def clean(self) -> dict[str, Any]:
        """At most five where any of a few may be ticked."""
        given: dict[str, Any] = super().clean() or {}
        for field in self.record_fields:
            if field.kind == RecordKind.MANY and len(given.get(field.code, ())) > MOST_CHOICES:
                self.add_error(field.code, _("Choose up to %(most)s.") % {"most": MOST_CHOICES})
        return given


def initial(
    record: WrapUp | None, note: str, answers: dict[str, Any], urgency: int, question: str = ""
) -> dict[str, Any]:
    """The form as it was left; at first, the level that was read during the chat."""
    if record is None or record.urgency_out is None:
        level = max(number for number, _level in LEVELS if number <= urgency)
    else:
        level = record.urgency_out
    if record is None:
        return {"urgency_out": level, SUICIDE: question}
    return {
        "contact": record.contact,
        "categories": record.categories,
        "urgency_out": level,
        "outcome": record.outcome,
        "note": note,
        SUICIDE: question,
        **answers,
    }


def _question() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Did you ask about suicide?"),
        help_text=_("Something in this chat called for it."),
        choices=Asked.choices,
        widget=forms.RadioSelect,
        required=False,
    )


def _field_of(field: Field) -> forms.Field:
    about: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": False}
    if field.kind == RecordKind.MANY:
        return forms.MultipleChoiceField(
            choices=list(field.options), widget=forms.CheckboxSelectMultiple, **about
        )
    if field.kind == RecordKind.CHOICE:
        return forms.ChoiceField(choices=list(field.options), widget=forms.RadioSelect, **about)
    rows = 4 if field.code == "note" else 2
    attributes = {"rows": rows, "maxlength": MOST_NOTE, "aria-describedby": f"{field.code}-hint"}
    return forms.CharField(max_length=MOST_NOTE, widget=forms.Textarea(attrs=attributes), **about)
