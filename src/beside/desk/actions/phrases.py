"""The helpline's own phrases for the guide, by language."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk.models import Phase, Phrase, Service
from beside.desk.queries.phrases import Written, stamp_of
from beside.desk.queries.service import NUMBER
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.foundation.text import clean
from beside.journal import audit
from beside.people.models import Person, Role

MOST, MOST_LABEL, MOST_WORDS = 8, 80, 600
"""Phrases in one phase, and how long they are."""

EDITORS = (Role.MANAGER, Role.SUPERVISOR)


def set_phrases(*, actor: Person, language: str, written: Written, seen: str) -> int:
    """Replace the own phrases of a language; none at all brings the built-in ones back. Returns how many.

    `seen` is the stamp of what the page showed. Raises NotForYou, Invalid for a phrase that cannot be used,
    Closed when a colleague has changed them meanwhile.
    """
    if not actor.has_role(*EDITORS):
        raise NotForYou()
    rows = [row for phase in Phase for row in _rows(language, phase.value, written.get(phase.value, ()))]
    with transaction.atomic():
        Service.objects.select_for_update().filter(pk=NUMBER).first()
        if seen != stamp_of(language):
            raise Closed(_("A colleague has changed these phrases meanwhile. Look at them again."))
        Phrase.objects.filter(language=language).delete()
        Phrase.objects.bulk_create(rows)
        audit.record(actor=actor.pk, act="phrases.changed", about=f"language:{language}")
    return len(rows)


def _rows(language: str, phase: str, given: Sequence[tuple[str, str]]) -> list[Phrase]:
    pairs = [(clean(label), clean(words)) for label, words in given]
    kept = [(label, words) for label, words in pairs if label or words]
    if len(kept) > MOST:
        raise Invalid(_("Eight phrases are enough for one part of a chat."))
    for label, words in kept:
        if not label or not words:
            raise Invalid(_("Each phrase needs what it is for and its words."))
        if len(label) > MOST_LABEL or len(words) > MOST_WORDS:
            raise Invalid(_("A phrase is short: %(most)s characters are enough.") % {"most": MOST_WORDS})
    return [
        Phrase(language=language, phase=phase, place=place, label=label, words=words)
        for place, (label, words) in enumerate(kept)
    ]
