"""One more service: its address, and its words in each language."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beside.desk import actions
from beside.desk.forms.service import WordsForm
from beside.desk.models import Service
from beside.people.models import Person


class NewServiceForm(WordsForm):
    """The address and the words; all else is set on its own pages before it is offered."""

    title, icon = _("One more service"), "plus"

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, service=Service())

    def now(self, service: Service) -> dict[str, Any]:
        """Nothing yet."""
        return {}

    def prepare(self) -> None:
        """The address first, then the words."""
        self.fields["slug"] = forms.SlugField(
            label=_("Its address, after /s/"),
            max_length=40,
            help_text=_("A short word such as “young”: small letters, digits and hyphens."),
        )
        super().prepare()

    def save(self, actor: Person) -> None:
        """Make it; it is on no page yet."""
        given = self.cleaned_data
        actions.open_service(actor=actor, slug=given["slug"], words=self.words(), offered=False)
