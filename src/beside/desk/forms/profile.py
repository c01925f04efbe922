"""What a member of staff says of themselves, so that the right people meet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.desk.categories import CATEGORIES
from beside.people.models import Gender, Person, Profile


class ProfileForm(forms.Form):
    """Subjects one knows, what one has lived through, one's gender: all of it optional."""

    topics = forms.MultipleChoiceField(
        label=_("Subjects I know well"),
        choices=list(CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    tags = forms.MultipleChoiceField(
        label=_("What I have been through myself"),
        choices=list(CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("I am"),
        choices=[("", _("I’d rather not say")), *Gender.choices],
        widget=forms.RadioSelect,
        required=False,
    )


def initial(person: Person) -> dict[str, Any]:
    """The form as this person left it."""
    return dict(Profile.objects.filter(person=person).values("topics", "tags", "gender").first() or {})
