"""Giving and taking what people may do. Whatever takes a right away raises the person's epoch."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.gateway import revocation
from beside.journal import audit
from beside.people.models import (
    Account,
    Epoch,
    Grant,
    Invitation,
    Person,
    Profile,
    Qualification,
    Role,
    StaffSession,
    Visit,
)

RULERS = (Role.MANAGER, Role.ADMINISTRATOR)
"""Who may change the team."""


@transaction.atomic
def give_role(*, actor: Person, person: Person, role: str) -> Grant:
    """Give a role. Refused to oneself; an administrator is made by an administrator only."""
    check_rule(actor, person)
    check_role(actor, role)
    grant, is_new = Grant.objects.get_or_create(
        person=person, role=role, defaults={"given_by": actor, "given_at": clock.now()}
    )
    if is_new:
        audit.record(actor=actor.pk, act="role.given", about=str(person.pk), reason=role)
    return grant


@transaction.atomic
def take_role(*, actor: Person, person: Person, role: str) -> None:
    """Take a role away, at once, sockets included. The last administrator stays."""
    check_rule(actor, person)
    check_role(actor, role)
    _keep_one_administrator(person, role)
    taken, _each = Grant.objects.filter(person=person, role=role).delete()
    if taken:
        raise_epoch(person=person)
        audit.record(actor=actor.pk, act="role.taken", about=str(person.pk), reason=role)


@transaction.atomic
def choose_roles(*, actor: Person, person: Person, roles: Sequence[str]) -> None:
    """Give these roles and take the others, of those that the actor may give at all."""
    held = set(Grant.objects.filter(person=person).values_list("role", flat=True))
    may_make = actor.has_role(Role.ADMINISTRATOR)
    changeable = {role.value for role in Role.for_staff() if may_make or role is not Role.ADMINISTRATOR}
    for role in sorted(set(roles) - held):
        give_role(actor=actor, person=person, role=role)
    for role in sorted((held & changeable) - set(roles)):
        take_role(actor=actor, person=person, role=role)


@transaction.atomic
def end_sessions(*, actor: Person, person: Person) -> None:
    """Sign a person out everywhere: sessions and visits end, open sockets close within seconds."""
    if actor.pk != person.pk:
        check_rule(actor, person)
    sign_out_everywhere(person=person)
    audit.record(actor=actor.pk, act="sessions.ended", about=str(person.pk))


@transaction.atomic
def deactivate(*, actor: Person, person: Person) -> None:
    """Close somebody's account. Roles, records, links and sessions end; what they did stays theirs."""
    check_rule(actor, person)
    for role in (Role.ADMINISTRATOR,) if person.has_role(Role.ADMINISTRATOR) else ():
        check_role(actor, role)
        _keep_one_administrator(person, role)
    Account.objects.filter(person=person).update(is_active=False)
    Grant.objects.filter(person=person).delete()
    Qualification.objects.filter(person=person).delete()
    Profile.objects.filter(person=person).delete()
    Invitation.objects.filter(invited_by=person, used_at=None).update(withdrawn_at=clock.now())
    Invitation.objects.filter(person=person, used_at=None).update(withdrawn_at=clock.now())
    sign_out_everywhere(person=person)
    audit.record(actor=actor.pk, act="account.closed", about=str(person.pk))


@transaction.atomic
def reactivate(*, actor: Person, person: Person) -> None:
    """Open a closed account again, without any role."""
    check_rule(actor, person)
    Account.objects.filter(person=person).update(is_active=True)
    audit.record(actor=actor.pk, act="account.opened", about=str(person.pk))


@transaction.atomic
def raise_epoch(*, person: Person) -> int:
    """Make every open socket of this person too old to stay. Returns the new number."""
    epoch, _is_new = Epoch.objects.get_or_create(person=person, defaults={"raised_at": clock.now()})
    Epoch.objects.filter(pk=epoch.pk).update(number=F("number") + 1, raised_at=clock.now())
    epoch.refresh_from_db()
    transaction.on_commit(partial(revocation.announce, person.pk, epoch.number))
    return epoch.number


def sign_out_everywhere(*, person: Person) -> None:
    """End all sessions and visits, inside the caller's transaction."""
    StaffSession.objects.filter(account__person=person).delete()
    Visit.objects.filter(person=person, ended_on=None).update(ended_on=clock.today())
    raise_epoch(person=person)


def check_rule(actor: Person, person: Person) -> None:
    """Refuse whoever does not run the team, and every act on oneself. Raises NotForYou or Closed."""
    if not actor.has_role(*RULERS):
        raise NotForYou()
    if actor.pk == person.pk:
        raise Closed(_("Nobody changes their own rights. Ask another manager or administrator."))


def check_role(actor: Person, role: str) -> None:
    """Refuse roles that are none, and administrators made by others. Raises Invalid or Closed."""
    if role not in Role.for_staff():
        raise Invalid(_("There is no such role."))
    if role == Role.ADMINISTRATOR and not actor.has_role(Role.ADMINISTRATOR):
        raise Closed(_("Only an administrator can make or unmake an administrator."))


def _keep_one_administrator(person: Person, role: str) -> None:
    others = Grant.objects.filter(role=Role.ADMINISTRATOR, person__account__is_active=True).exclude(
        person=person
    )
    if role == Role.ADMINISTRATOR and not others.exists():
        raise Closed(_("This is the last administrator. Make another one first."))
