"""Who may come on shift: beside a planned one, or with a supervisor's yes, where the house wants that."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk import hints
from beside.desk.actions.rota_telling import tell_leads
from beside.desk.actions.service import row_of
from beside.desk.models import Permit
from beside.desk.queries import rota
from beside.desk.queries.service import NUMBER
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal import audit
from beside.people.models import AT_THE_DESK, Person, Role

GOOD_FOR = timedelta(hours=4)
"""How long a supervisor's yes lets somebody begin."""

ASKED_FOR = timedelta(hours=12)
"""After so long nobody needs an answer any more."""


def check_gate(*, person: Person) -> None:
    """Raises Closed where a shift needs a planned one beside it, and there is none, nor a yes."""
    if not rota.may_begin(person):
        raise Closed(_("There is no planned shift of yours now. Take one, or ask a supervisor for a yes."))


def ask_to_begin(*, person: Person) -> Permit:
    """Ask supervisors whether one may come on shift unplanned. Twice is once. Raises NotForYou."""
    if not person.has_role(*AT_THE_DESK):
        raise NotForYou()
    with transaction.atomic():
        row_of(NUMBER)
        forget_asked()
        held = rota.permit_of(person)
        if held is not None:
            return held
        made = Permit.objects.create(person=person, asked_at=clock.now())
        tell_leads("asks", None, str(made.pk))
        hints.desk_changed()
    return made


def answer_permit(*, actor: Person, permit: Permit, yes: bool) -> Permit:
    """A supervisor says yes, for four hours, or no; the first answer counts. Raises NotForYou.

    Nobody answers for themselves.
    """
    if not actor.has_role(Role.SUPERVISOR) or permit.person_id == actor.pk:
        raise NotForYou()
    with transaction.atomic():
        row_of(NUMBER)
        permit.refresh_from_db()
        if permit.answered_at is None:
            permit.by, permit.answered_at = actor, clock.now()
            permit.until = clock.now() + GOOD_FOR if yes else None
            permit.save(update_fields=["by", "answered_at", "until"])
            act = "rota.allowed" if yes else "rota.not-allowed"
            audit.record(actor=actor.pk, act=act, about=f"permit:{permit.pk}")
    return permit


def forget_asked() -> None:
    """What nobody answered for half a day is over, and so are answers of last month. Idempotent."""
    now = clock.now()
    Permit.objects.filter(answered_at=None, asked_at__lt=now - ASKED_FOR).delete()
    Permit.objects.filter(asked_at__lt=now - timedelta(days=30)).delete()
