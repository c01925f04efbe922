"""Coming onto the staff: the first administrator, invitations, and choosing a pass-phrase again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock, text
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit
from beside.people import mail, queries, tokens
from beside.people.actions.rights import RULERS, check_role, sign_out_everywhere
from beside.people.models import Account, Grant, Invitation, Person, Role

INVITATION_DAYS = 7
NAME_LENGTH = 60
_USED = _("This link has been used, or has run out. Ask for a new one.")


@dataclass(frozen=True)
class _Newcomer:
    """What a member of staff is made from. `hashed` is the pass-phrase's hash."""

    name: str
    email: str
    hashed: str
    roles: Sequence[str]
    languages: Sequence[str]
    given_by: Person | None = None
    is_made_up: bool = False


def make_staff(
    *,
    name: str,
    email: str,
    password: str,
    roles: Sequence[str],
    languages: Sequence[str],
    given_by: Person | None = None,
    is_made_up: bool = False,
) -> Person:
    """A member of staff who can sign in. Raises Invalid for a weak pass-phrase or a field that cannot be."""
    kept, address = check_name(name), check_free(email)
    hashed = check_phrase(password, name=kept, email=address)
    with transaction.atomic():
        return _made(_Newcomer(kept, address, hashed, roles, languages, given_by, is_made_up))


def make_first_administrator(*, name: str, email: str, password: str, language: str = "en") -> Person:
    """The first administrator, a manager too so that a team can be invited. Raises Closed if there is one."""
    kept, address = check_name(name), check_free(email)
    hashed = check_phrase(password, name=kept, email=address)
    with transaction.atomic():
        if queries.with_role(Role.ADMINISTRATOR).exists():
            raise Closed(_("There is an administrator already. Invite others from the team page."))
        person = _made(_Newcomer(kept, address, hashed, RULERS, [language]))
        audit.record(actor=None, act="account.made", about=str(person.pk), reason="first administrator")
    return person


@transaction.atomic
def invite(
    *, actor: Person, name: str, email: str, roles: Sequence[str], languages: Sequence[str]
) -> tuple[Invitation, str]:
    """A one-time link for a new colleague. Returns it and its secret, which is shown once and mailed."""
    _check_inviting(actor, roles)
    made, token = _invitation(
        name=check_name(name),
        email=check_free(email),
        language=languages[0] if languages else actor.language,
        languages=list(languages),
        roles=list(roles),
        invited_by=actor,
    )
    audit.record(actor=actor.pk, act="invitation.made", about=str(made.pk), reason=", ".join(roles))
    mail.send_link(made, token)
    return made, token


@transaction.atomic
def renew_phrase(*, actor: Person, person: Person) -> tuple[Invitation, str]:
    """A one-time link by which a colleague chooses a new pass-phrase. Called once a reset is approved."""
    Invitation.objects.filter(person=person, used_at=None).update(withdrawn_at=clock.now())
    made, token = _invitation(
        person=person,
        name=person.name,
        email=person.account.email,
        language=person.language,
        invited_by=actor,
    )
    mail.send_link(made, token)
    return made, token


@transaction.atomic
def withdraw_invitation(*, actor: Person, invitation: Invitation) -> None:
    """Make a link useless before it is used."""
    if not actor.has_role(*RULERS):
        raise NotForYou()
    Invitation.objects.filter(pk=invitation.pk, used_at=None).update(withdrawn_at=clock.now())
    audit.record(actor=actor.pk, act="invitation.withdrawn", about=str(invitation.pk))


def accept_invitation(*, token: str, name: str, email: str, password: str, language: str) -> Person:
    """Come in by a link: it makes the account with the roles it was given, and is used up.

    Raises NotForYou for a link that is not open, Invalid for a field that cannot be used.
    """
    address = check_email(email)
    kept = check_name(name)
    hashed = check_phrase(password, name=kept, email=address)
    with transaction.atomic():
        invitation = _taken(token)
        if invitation.person is not None:  # a link for a new pass-phrase makes no second account
            raise NotForYou(_USED)
        if address.lower() != invitation.email.lower():
            check_free(address)
        spoken, giver = invitation.languages, invitation.invited_by
        person = _made(_Newcomer(kept, address, hashed, invitation.roles, spoken, giver))
        Person.objects.filter(pk=person.pk).update(language=language)
        audit.record(actor=person.pk, act="invitation.accepted", about=str(invitation.pk))
    return person


def choose_phrase(*, token: str, password: str) -> Person:
    """Choose a pass-phrase by a renewal link; every session ends. Raises NotForYou or Invalid."""
    person = queries.invitation(token).person
    if person is None:
        raise NotForYou()
    hashed = check_phrase(password, name=person.name, email=person.account.email)
    with transaction.atomic():
        _taken(token)
        Account.objects.filter(person=person).update(password=hashed)
        sign_out_everywhere(person=person)
        audit.record(actor=person.pk, act="phrase.chosen", about=str(person.pk))
    return person


def check_phrase(password: str, *, name: str, email: str) -> str:
    """The Argon2 hash of a pass-phrase that is good enough. Slow on purpose: call it outside transactions.

    Raises Invalid with the reason.
    """
    try:
        validate_password(password, Account(email=email, person=Person(name=name)))
    except ValidationError as weak:
        raise Invalid(" ".join(weak.messages)) from weak
    return make_password(password)


def check_name(name: str) -> str:
    """A name as it is shown. Raises Invalid when it is empty or too long."""
    kept = " ".join(text.clean(name).split())
    if not 0 < len(kept) <= NAME_LENGTH:
        raise Invalid(_("Write a name of at most 60 letters."))
    return kept


def check_email(email: str) -> str:
    """An e-mail address. Raises Invalid."""
    try:
        validate_email(email.strip())
    except ValidationError as wrong:
        raise Invalid(_("Write an e-mail address such as name@example.org.")) from wrong
    return email.strip()


def check_free(email: str) -> str:
    """An e-mail address that nobody on the staff has. Raises Invalid."""
    address = check_email(email)
    if queries.email_taken(address):
        raise Invalid(_("Somebody has this e-mail address already, or is invited by it."))
    return address


def _check_inviting(actor: Person, roles: Sequence[str]) -> None:
    if not actor.has_role(*RULERS):
        raise NotForYou()
    if not roles:
        raise Invalid(_("Choose at least one role."))
    for role in roles:
        check_role(actor, role)


def _invitation(**fields: object) -> tuple[Invitation, str]:
    token, token_hash = tokens.make()
    now = clock.now()
    until = now + timedelta(days=INVITATION_DAYS)
    return Invitation.objects.create(token_hash=token_hash, made_at=now, expires_at=until, **fields), token


def _taken(token: str) -> Invitation:
    """Use a link up. Two people with the same link: the update lets one through."""
    found = queries.invitation(token)
    if not Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=clock.now()):
        raise NotForYou(_USED)
    return found


def _made(new: _Newcomer) -> Person:
    person = Person.objects.create(
        name=new.name,
        language=new.languages[0] if new.languages else "en",
        languages=list(new.languages),
        is_staff=True,
        is_made_up=new.is_made_up,
        came_on=clock.today(),
    )
    now = clock.now()
    Account.objects.create(person=person, email=new.email, password=new.hashed, made_at=now)
    Grant.objects.bulk_create(
        Grant(person=person, role=role, given_by=new.given_by, given_at=now) for role in new.roles
    )
    return person
