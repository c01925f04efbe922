"""Coming back by five words."""

import math

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beside.foundation import clock
from beside.foundation.errors import Invalid, TooMany
from beside.foundation.limits import Limit
from beside.people import guesses, phrase
from beside.people.actions.seekers import begin_visit
from beside.people.models import Person, ReturnPhrase, Visit

_MAKING = Limit(rate=1 / 30, burst=3)


def make_phrase(*, person: Person) -> tuple[str, ...]:
    """Five new words for a seeker, in their language. Returned this once; earlier ones stop working.

    Call it outside a transaction: it hashes. Raises TooMany.
    """
    _MAKING.take(str(person.pk), _("That was a lot of new words in a row. Try again in a minute."))
    words = phrase.drawn(person.language)
    made = phrase.fingerprint(phrase.read(" ".join(words)))
    with transaction.atomic():
        ReturnPhrase.objects.update_or_create(
            person=person,
            defaults={"lookup": made.lookup, "proof": made.proof, "made_on": clock.today()},
        )
    return words


def come_back(*, words: str, place: str, ticket: str = "") -> tuple[Visit, str]:
    """A new visit for whoever knows the words. Returns it and the secret for the cookie.

    `place` and `ticket` are of `guesses`. Call it outside a transaction: it hashes. Raises Invalid when these
    are not five of our words or open nothing, TooMany when it is too soon.
    """
    typed = phrase.read(words)
    pause = guesses.pause(place, ticket)
    if pause > 0:
        raise TooMany(_later(pause), retry_after=pause)
    given = phrase.fingerprint(typed, after_a_miss=guesses.has_missed(place))
    found = ReturnPhrase.objects.filter(lookup=given.lookup).select_related("person").first()
    if found is None or not given.proves(bytes(found.proof)):
        guesses.missed(place)
        raise Invalid(_("Those words don’t match. Look at each one again, and at their order."))
    return begin_visit(person=found.person)


def forget_phrase(*, person: Person) -> None:
    """Close the way back: the words open nothing from now on."""
    ReturnPhrase.objects.filter(person=person).delete()


def _later(pause: float) -> str:
    seconds = math.ceil(pause)
    return ngettext(
        "Pauses keep guessers out. Try again in %(seconds)d second; what you typed stays here.",
        "Pauses keep guessers out. Try again in %(seconds)d seconds; what you typed stays here.",
        seconds,
    ) % {"seconds": seconds}
