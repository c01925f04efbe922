"""How long silences last before something is done, of one service."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.silence import set_silence
from beside.desk.forms.service import AreaForm
from beside.desk.models import Service
from beside.desk.queries.course import lengths
from beside.desk.silence import Lengths
from beside.people.models import Person


def _minutes(label: object, hint: object = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=1, max_value=120)  # type: ignore[arg-type]


class SilenceForm(AreaForm):
    """The ladder of silence, in minutes."""

    title, icon = _("Silence in a chat"), "clock"
    nudge = _minutes(_("Remind the listener after, in minutes"))
    kind = _minutes(_("Kind words to a silent person after"))
    again = _minutes(_("Kind words again after"))
    close = _minutes(
        _("Close kindly after"),
        _("Never where danger was read: then a supervisor is called instead."),
    )
    told = _minutes(_("Call a supervisor when the listener is silent for"))
    offer = _minutes(_("Offer the listener a colleague after"))

    def now(self, service: Service) -> dict[str, Any]:
        """The minutes as they stand."""
        found = lengths(service.pk)
        return {one.name: int(getattr(found, one.name).total_seconds() // 60) for one in fields(Lengths)}

    def save(self, actor: Person) -> None:
        """Save. Raises what the verb raises."""
        set_silence(actor=actor, service=self.service.pk, **self.cleaned_data)
