"""How long somebody waits for an answer: from their first unanswered words to the next answer."""

from collections.abc import Iterable
from datetime import datetime


def answers(
    said: Iterable[bool], since: datetime | None, now: datetime
) -> tuple[list[float], datetime | None]:
    """(the seconds of each answer, since when words are unanswered after all of it).

    `said`: lines noticed at `now`, in their order, True for the person who came; `since`: since when words
    before them are unanswered, None when there are none. Who says more before the answer waits since the
    first words; a second line in a row is no second answer.
    """
    found = []
    for by_seeker in said:
        if by_seeker:
            since = now if since is None else since
        elif since is not None:
            found.append(max(0.0, (now - since).total_seconds()))
            since = None
    return found, since
