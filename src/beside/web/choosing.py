"""What a form's field offers to choose from, where that is known only when the form is made."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, ChoiceField


def offer(form: BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let the field `name` offer these: (value, words). TypeError for a field that offers nothing."""
    field = form.fields[name]
    if not isinstance(field, ChoiceField):
        raise TypeError(f"{name} is no field of choices.")
    field.choices = list(choices)
