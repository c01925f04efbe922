"""The ladder of silence: what is done when nobody writes. Pure: no tables, lengths are passed in.

The person's silence: the listener hears of it first, then the person gets kind words twice, then the chat
closes kindly. The listener's: they are nudged, a supervisor is told, a colleague is offered. A step is
never skipped, however late it is looked at: no chat closes on a person who was not spoken to before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

NEVER_CLOSED_FROM = 2
"""From this urgency on a silence never ends a chat by itself."""


class Step(StrEnum):
    """What is done."""

    NUDGE = "nudge"
    KIND = "kind"
    AGAIN = "again"
    CLOSE = "close"
    STAY = "stay"
    TOLD = "told"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long a silence lasts before each step."""

    nudge: timedelta = timedelta(minutes=3)
    kind: timedelta = timedelta(minutes=5)
    again: timedelta = timedelta(minutes=8)
    close: timedelta = timedelta(minutes=12)
    told: timedelta = timedelta(minutes=4)
    offer: timedelta = timedelta(minutes=6)

    def before(self, step: str) -> timedelta:
        """How long a silence lasts before this step; nothing for no step."""
        name = Step.CLOSE if step == Step.STAY else step
        found: timedelta = getattr(self, name) if name else timedelta(0)
        return found


def ladder(*, by_seeker: bool, urgency: int, left: bool) -> Sequence[Step]:
    """The steps of one silence, in their order. `by_seeker`: the last words were theirs.

    Whoever pressed "Leave now" gets no words on a screen that somebody else may see. From urgency 2 on the
    last step asks the listener to stay instead of closing.
    """
    if by_seeker:
        return (Step.NUDGE, Step.TOLD, Step.OFFER)
    last = Step.STAY if urgency >= NEVER_CLOSED_FROM else Step.CLOSE
    return (Step.NUDGE, last) if left else (Step.NUDGE, Step.KIND, Step.AGAIN, last)


def due(
    steps: Sequence[Step], lengths: Lengths, *, last: str, quiet: timedelta, since: timedelta
) -> Step | None:
    """The next step, if it is time for it; one at a time.

    `last` is the step taken last ("" for none), `quiet` how long nobody wrote, `since` how long ago `last`
    was. Between two steps lies at least what lies between their lengths.
    """
    reached = lengths.before(last)
    step = next((one for one in steps if lengths.before(one) > reached), None)
    if step is None or quiet < lengths.before(step):
        return None
    return step if not last or since >= lengths.before(step) - reached else None
