"""Refusals that a person can read. Raised in verbs, rendered once by the web room."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A plain refusal: one sentence for the person, already translated or translatable.

    `status` is the HTTP status a page answers with, `code` the short name a socket frame carries.
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class NotForYou(DomainError):
    """Missing, or not visible to this person: the same answer for both, and the same words everywhere."""

    status = 404
    code = "missing"

    PLAIN: ClassVar[object] = _("There is no page here.")
    """What is said without a sentence of its own; a page says the same as for an address that never was."""

    def __init__(self, sentence: object = PLAIN) -> None:
        super().__init__(sentence)


class Invalid(DomainError):
    """What was given cannot be used; the sentence says what would be."""

    status = 422
    code = "invalid"


class Closed(DomainError):
    """The thing has ended and takes nothing more."""

    code = "closed"


class TooMany(DomainError):
    """Slow down. `retry_after` is in seconds."""

    status = 429
    code = "slow"

    def __init__(self, sentence: object, *, retry_after: float) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """Our fault: a key, a disk or a neighbour is missing. Nothing was written."""

    status = 503
    code = "unavailable"
