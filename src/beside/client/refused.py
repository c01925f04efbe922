"""What the other side can answer instead of what was asked."""

from beside.foundation.errors import DomainError


class Refused(DomainError):
    """The server said no: `code` is its short name, the sentence is for the person."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why or code)
        self.answered = code


class SignedOut(Refused):
    """The visit or sign-in has ended, or a right was taken away."""

    def __init__(self, why: str = "sign-in") -> None:
        super().__init__("signed-out", why)
