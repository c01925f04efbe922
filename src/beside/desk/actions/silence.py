"""The minutes of silence of a service, changed by its manager."""

from dataclasses import fields
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk.models import Service, Silence
from beside.desk.silence import Lengths
from beside.foundation.errors import Invalid, NotForYou
from beside.journal import audit
from beside.people.models import Person, Role

LADDERS = (("nudge", "kind", "again", "close"), ("nudge", "told", "offer"))
"""Each step of a silence comes after the one before."""


def set_silence(*, actor: Person, service: int, **minutes: int) -> Silence:
    """Say after how many minutes of silence something is done. Raises NotForYou, Invalid, TypeError.

    Chats that run take the new lengths at once; a step that was taken is not taken again.
    """
    if not actor.has_role(Role.MANAGER):
        raise NotForYou()
    if set(minutes) != {one.name for one in fields(Lengths)}:
        raise TypeError("Every length is needed.")
    for ladder in LADDERS:
        steps = [minutes[name] for name in ladder]
        if steps[0] < 1 or any(later <= before for before, later in pairwise(steps)):
            raise Invalid(_("Each step has to come after the one before it."))
    with transaction.atomic():
        held = Service.objects.select_for_update().filter(pk=service).first()
        if held is None:
            raise NotForYou()
        kept, _made = Silence.objects.update_or_create(service=held, defaults=minutes)
        audit.record(actor=actor.pk, act="settings.changed", about=f"service:{service}", reason="silence")
    return kept
