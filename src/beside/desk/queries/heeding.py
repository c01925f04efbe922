"""What somebody should heed before they say yes to an offer. Never a word of the person's."""

from django.utils.translation import gettext as _

from beside.desk import levels, routing
from beside.desk.models import Request
from beside.desk.queries.line import as_waiting, takers
from beside.desk.queries.waiting_room import under_age
from beside.people.models import Person


def heeding(request: Request, person: Person) -> list[str]:
    """What was read as danger, that they are under age, and that it goes beyond one's training."""
    return [*levels.in_words(request.signals), *under_age(request), *_beyond(request, person)]


def _beyond(request: Request, person: Person) -> list[str]:
    me = next((one for one in takers() if one.id == person.pk), None)
    if me is None or not routing.is_beyond(me, as_waiting(request)):
        return []
    return [_("This goes beyond your training. You may say no, and help is one press away.")]
