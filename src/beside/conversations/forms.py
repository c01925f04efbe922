"""What comes from a page, read plainly."""

from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Saying:
    """Words and the mark that makes a second submission of the same form harmless."""

    words: str
    client_id: str


def saying(posted: QueryDict) -> Saying:
    """The composer's form."""
    return Saying(words=posted.get("words", ""), client_id=posted.get("id", ""))
