"""Whom the house writes to when nobody in it answers: one area of the settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.desk.forms.service import AreaForm
from beside.desk.models import Service
from beside.people.models import Person
from beside.safety import actions as safety
from beside.safety import queries as safety_queries

_HINT = _("Leave both empty for nobody. The mail says that somebody is needed, never whom.")


def _name(label: object) -> forms.CharField:
    return forms.CharField(label=label, max_length=60, required=False)  # type: ignore[arg-type]


def _mail(label: object) -> forms.EmailField:
    return forms.EmailField(label=label, required=False, help_text=_HINT)  # type: ignore[arg-type]


class OnCallForm(AreaForm):
    """Two mailboxes: who is called first, and who when the first does not answer."""

    title, icon = _("Who is on call"), "phone"
    first_name = _name(_("Called first"))
    first_email = _mail(_("Their mail address"))
    second_name = _name(_("Called when the first does not answer"))
    second_email = _mail(_("Their mail address"))

    def now(self, service: Service) -> dict[str, Any]:
        """Who it is now."""
        found = safety_queries.on_call()
        return {
            f"{which}_{part}": getattr(found.get(level), part, "")
            for level, which in ((1, "first"), (2, "second"))
            for part in ("name", "email")
        }

    def clean(self) -> dict[str, Any]:
        """Whoever is named can be reached, and whoever is reached is named."""
        given: dict[str, Any] = super().clean() or {}
        for which in ("first", "second"):
            if bool(given.get(f"{which}_name")) != bool(given.get(f"{which}_email")):
                self.add_error(f"{which}_email", _("Give a name and an address, or leave both empty."))
        return given

    def save(self, actor: Person) -> None:
        """Save both. Raises what the verb raises."""
        for level, which in ((1, "first"), (2, "second")):
            safety.set_on_call(
                actor=actor,
                level=level,
                name=self.cleaned_data[f"{which}_name"],
                email=self.cleaned_data[f"{which}_email"],
                language=actor.language,
            )
