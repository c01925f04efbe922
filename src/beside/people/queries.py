"""Who is there: the seeker of a visit, the member of staff of a session."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.people import tokens
from beside.people.cookies import VISIT
from beside.people.models import (
    AT_THE_DESK,
    Account,
    Block,
    Epoch,
    Invitation,
    Person,
    Qualification,
    Reset,
    StaffSession,
    Visit,
)

VISIT_DAYS = 2
"""A visit nobody has used for so many days is over. Days, because no finer time of a seeker is kept."""

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def visitor(request: HttpRequest) -> Person | None:
    """The seeker whose visit this request belongs to."""
    visit = visit_of(request)
    return visit.person if visit else None


def visit_of(request: HttpRequest) -> Visit | None:
    """The running visit that the request's cookie names."""
    return visit_by_token(request.COOKIES.get(VISIT, ""))


def visit_by_token(token: str) -> Visit | None:
    """The running visit with this secret."""
    if not token:
        return None
    return running_visits().filter(token_hash=tokens.hashed(token)).first()


def running_visits() -> QuerySet[Visit]:
    """Visits that were neither ended nor left unused for too long, with their persons."""
    oldest = clock.today() - timedelta(days=VISIT_DAYS)
    return Visit.objects.filter(ended_on=None, last_seen_on__gte=oldest).select_related("person")


def staff(request: HttpRequest) -> Person | None:
    """The member of staff who signed in here, with a second step where one is required."""
    account = account_of(request)
    return account.person if account and not lacks_factor(account) else None


def account_of(request: HttpRequest) -> Account | None:
    """The account signed in here, even when its second step is still to be set up."""
    return request.user if isinstance(request.user, Account) and request.user.is_active else None


def lacks_factor(account: Account) -> bool:
    """Whether this account must set up a second step before anything else.

    Made-up people of the demo world are let off, unless the service is for real people.
    """
    return not (factor_is_spared(account.person.is_made_up) or has_factor(account))


def factor_is_spared(is_made_up: bool) -> bool:
    """Whether somebody needs no second step, being made up."""
    return is_made_up and bool(settings.MADE_UP_STAFF_SKIP_SECOND_STEP)


def factor_of(account: str) -> Exists:
    """Whether the account in this column has a second step: a part of a larger question."""
    return Exists(Authenticator.objects.filter(user=OuterRef(account), type__in=_FACTORS))


def has_factor(account: Account) -> bool:
    """Whether an authenticator app or a passkey is set up. Asked once for each object, as the roles are."""
    if account.has_factor is None:
        account.has_factor = bool(Authenticator.objects.filter(user=account, type__in=_FACTORS).exists())
    return account.has_factor


def epoch(person: Person) -> int:
    """The number a socket of this person must carry to stay open."""
    return Epoch.objects.filter(person=person).values_list("number", flat=True).first() or 0


def members() -> QuerySet[Person]:
    """Everyone on the staff, with account and roles, by name."""
    return (
        Person.objects.filter(is_staff=True)
        .select_related("account", "qualification__granted_by")
        .prefetch_related("grants")
        .order_by("name")
    )


def is_at_the_desk(member: Person) -> bool:
    """Whether this colleague may take people, so that a record about what they may take is of use."""
    return any(grant.role in AT_THE_DESK for grant in member.grants.all())


def member(person_id: uuid.UUID) -> Person:
    """One member of staff. Raises NotForYou."""
    found = members().filter(pk=person_id).first()
    if found is None:
        raise NotForYou()
    return found


def with_role(*roles: str) -> QuerySet[Person]:
    """Members of staff who can sign in and hold any of these roles."""
    held = Person.objects.filter(is_staff=True, account__is_active=True, grants__role__in=roles)
    return held.distinct().order_by("name")


def without_factor(persons: Iterable[Person]) -> set[uuid.UUID]:
    """Which of these have no second step yet."""
    ready = Authenticator.objects.filter(user__person__in=persons, type__in=_FACTORS)
    return {person.pk for person in persons} - set(ready.values_list("user__person_id", flat=True))


def open_invitations() -> QuerySet[Invitation]:
    """Links that would still let somebody in, newest first."""
    waiting = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=clock.now())
    return waiting.select_related("invited_by", "person").order_by("-made_at")


def invitation(token: str) -> Invitation:
    """The open invitation with this secret. Raises NotForYou, the same for used, old and unknown ones."""
    found = open_invitations().filter(token_hash=tokens.hashed(token)).first()
    if found is None:
        raise NotForYou(_("This link has been used, or has run out. Ask for a new one."))
    return found


def open_resets() -> QuerySet[Reset]:
    """Lost second steps and pass-phrases that wait for a second person."""
    return Reset.objects.filter(decided_at=None).select_related("person", "asked_by").order_by("asked_at")


def reset(reset_id: uuid.UUID) -> Reset:
    """One that still waits. Raises NotForYou."""
    found = open_resets().filter(pk=reset_id).first()
    if found is None:
        raise NotForYou()
    return found


def qualification_of(person: Person) -> dict[str, object]:
    """What is written down about what a colleague may take, as its form shows it; empty without a record."""
    found = Qualification.objects.filter(person=person)
    return dict(found.values("most_urgency", "minors", "training", "review_on").first() or {})


def blocked_by(person: Person) -> frozenset[uuid.UUID]:
    """Whom of the staff this seeker does not want to meet again."""
    return frozenset(Block.objects.filter(person=person).values_list("colleague_id", flat=True))


def sessions(person: Person) -> QuerySet[StaffSession]:
    """Where this person is signed in, newest first."""
    running = StaffSession.objects.filter(account__person=person, expire_date__gt=clock.now())
    return running.order_by("-begun_at")


def email_taken(email: str) -> bool:
    """Whether an account or an open invitation has this address, in whatever letter case."""
    return (
        Account.objects.filter(email__iexact=email).exists()
        or open_invitations().filter(Q(email__iexact=email), person=None).exists()
    )
