"""What a member of staff changes about themselves."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.foundation.errors import Invalid
from beside.journal import audit
from beside.people.actions.joining import check_name, check_phrase
from beside.people.actions.rights import raise_epoch
from beside.people.models import Account, Person, StaffSession


@transaction.atomic
def choose_about_me(*, person: Person, name: str, language: str, languages: Sequence[str]) -> None:
    """The name others see, the language of one's pages, and those one listens in. Raises Invalid."""
    known = {code for code, _name in settings.LANGUAGES}
    if language not in known or not known.issuperset(languages):
        raise Invalid(_("This language is not installed."))
    kept = check_name(name)
    if kept != person.name:
        audit.record(actor=person.pk, act="name.chosen", about=str(person.pk))
    Person.objects.filter(pk=person.pk).update(name=kept, language=language, languages=list(languages))


def change_phrase(*, person: Person, password: str, keep: str) -> None:
    """Choose another pass-phrase. Every session ends but the one with the row key `keep`. Raises Invalid."""
    hashed = check_phrase(password, name=person.name, email=person.account.email)
    with transaction.atomic():
        Account.objects.filter(person=person).update(password=hashed)
        StaffSession.objects.filter(account__person=person).exclude(session_key=keep).delete()
        raise_epoch(person=person)
        audit.record(actor=person.pk, act="phrase.chosen", about=str(person.pk))


@transaction.atomic
def end_session(*, person: Person, session_key: str) -> None:
    """Sign out one's own session with this row key (the hash, as listed)."""
    ended, _each = StaffSession.objects.filter(account__person=person, session_key=session_key).delete()
    if ended:
        raise_epoch(person=person)
        audit.record(actor=person.pk, act="session.ended", about=str(person.pk))
