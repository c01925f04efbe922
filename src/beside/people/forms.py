"""What the pages of this room ask for. The verbs check again; these only shape."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock
from beside.people.models import Person, Reset, Role
from beside.web import looks
from beside.web.choosing import offer


def _tongues() -> list[tuple[str, str]]:
    return [(code, looks.own_name(code)) for code, _name in settings.LANGUAGES]


def _roles(actor: Person) -> list[tuple[str, str]]:
    """The roles this person may give."""
    is_administrator = actor.has_role(Role.ADMINISTRATOR)
    return [
        (role.value, str(role.label))
        for role in Role.for_staff()
        if is_administrator or role is not Role.ADMINISTRATOR
    ]


class _Ticks(forms.MultipleChoiceField):
    """Several of a few, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class InviteForm(forms.Form):
    """Whom to invite, as what, and in which languages."""

    name = forms.CharField(label=_("Name shown"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    roles = _Ticks(label=_("Roles"), choices=[])
    languages = _Ticks(label=_("Listens in"), choices=_tongues)

    def __init__(self, actor: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "roles", _roles(actor))


class RolesForm(forms.Form):
    """The roles of a colleague."""

    roles = _Ticks(label=_("Roles"), choices=[], required=False)

    def __init__(self, actor: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "roles", _roles(actor))


class QualificationForm(forms.Form):
    """What a colleague may take. Nothing chosen: their roles decide."""

    most_urgency = forms.TypedChoiceField(
        label=_("Whom they may take"),
        choices=[
            ("", _("As their roles say")),
            (2, _("Everyday conversations, no danger")),
            (3, _("Danger too, up to High")),
            (4, _("Danger too, up to Immediate")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    minors = forms.BooleanField(label=_("People under age too"), required=False)
    training = forms.CharField(
        label=_("Training, in one line"),
        help_text=_("The person who is listened to may read it."),
        max_length=120,
        required=False,
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        help_text=_("After this day it gives nothing any more; what it forbids stays. Empty: no end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_review_on(self) -> date | None:
        """A day that is still to come."""
        day: date | None = self.cleaned_data["review_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("This day has passed. Choose a later one, or none."))
        return day


class AskResetForm(forms.Form):
    """What was lost, and how one knows."""

    what = forms.ChoiceField(label=_("What was lost"), choices=Reset.What.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("How do you know that it is lost, and who is asking?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PhraseForm(forms.Form):
    """A new pass-phrase. One field that can be shown, instead of two that cannot be read."""

    password = forms.CharField(
        label=_("New pass-phrase"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-showable": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_validators_help_texts()[-1]


class AcceptForm(PhraseForm):
    """What a new colleague says about themselves."""

    name = forms.CharField(
        label=_("First name, as others will see it"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = forms.EmailField(
        label=_("E-mail, to sign in with"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    language = forms.ChoiceField(
        label=_("Language of your pages"), choices=_tongues, widget=forms.RadioSelect
    )

    field_order = ("name", "email", "password", "language")


class AboutMeForm(forms.Form):
    """A member of staff about themselves."""

    name = forms.CharField(label=_("First name, as others see it"), max_length=60)
    language = forms.ChoiceField(
        label=_("Language of your pages"), choices=_tongues, widget=forms.RadioSelect
    )
    languages = _Ticks(label=_("You listen in"), choices=_tongues, required=False)


class BackForm(forms.Form):
    """The five words of a seeker, in one field so that they can be pasted."""

    words = forms.CharField(
        label=_("Your five words"),
        help_text=_("In the order you got them. The first four letters of each are enough."),
        error_messages={"required": _("Write all five words, in their order, with a space between them.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
                "dir": "auto",
                "translate": "no",
            }
        ),
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
