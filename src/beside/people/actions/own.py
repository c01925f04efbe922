"""What a member of staff changes about themselves."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.foundation.errors import Invalid
from beside.journal import audit
from beside.people.actions.joining import check_name
from beside.people.actions.rights import raise_epoch
from beside.people.models import Person, StaffSession


@transaction.atomic
def choose_name(*, person: Person, name: str) -> None:
    """Change the name that others see. Raises Invalid."""
    Person.objects.filter(pk=person.pk).update(name=check_name(name))
    audit.record(actor=person.pk, act="name.chosen", about=str(person.pk))


@transaction.atomic
def choose_languages(*, person: Person, language: str, languages: Sequence[str]) -> None:
    """The language of one's pages, and those one listens in. Raises Invalid."""
    known = {code for code, _name in settings.LANGUAGES}
    if language not in known or not known.issuperset(languages):
        raise Invalid(_("This language is not installed."))
    Person.objects.filter(pk=person.pk).update(language=language, languages=list(languages))


@transaction.atomic
def end_session(*, person: Person, session_key: str) -> None:
    """Sign out one's own session with this row key (the hash, as listed)."""
    ended, _each = StaffSession.objects.filter(account__person=person, session_key=session_key).delete()
    if ended:
        raise_epoch(person=person)
        audit.record(actor=person.pk, act="session.ended", about=str(person.pk))
