"""Whom to call at home: set by a manager. The pager's address is the operator's alone (environment)."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.foundation.errors import Invalid, NotForYou
from beside.foundation.text import clean
from beside.journal import audit
from beside.people.models import Person, Role
from beside.safety.models import OnCall
from beside.safety.models.oncall import FIRST, SECOND


@transaction.atomic
def set_on_call(*, actor: Person, level: int, name: str, email: str, language: str = "en") -> OnCall | None:
    """Who is written to at this level; nobody when the address is empty. Raises NotForYou, Invalid."""
    if not actor.has_role(Role.MANAGER):
        raise NotForYou()
    if level not in (FIRST, SECOND):
        raise Invalid(_("There are two levels."))
    audit.record(actor=actor.pk, act="settings.changed", about=f"on-call:{level}", reason="on call")
    if not email.strip():
        OnCall.objects.filter(level=level).delete()
        return None
    written = {"name": clean(name)[:60], "email": _address(email), "language": language}
    if not written["name"]:
        raise Invalid(_("Say who this is."))
    return OnCall.objects.update_or_create(level=level, defaults=written)[0]


def _address(given: str) -> str:
    try:
        validate_email(given.strip())
    except ValidationError as wrong:
        raise Invalid(_("This is not a mail address.")) from wrong
    return given.strip()
