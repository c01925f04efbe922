"""Who comes is asked for all who wait at the door together: one thread, two questions, however many.

Each is looked up after they came. Nothing that was found for one handshake is kept for another.
"""

from beside.foundation.errors import DomainError
from beside.foundation.together import Together
from beside.gateway.guest import Greet, Guest, Scope


class Greeting:
    """The greetings of one process. For the loop's thread."""

    def __init__(self, greet: Greet) -> None:
        self._together: Together[Scope, Guest | None] = Together(greet)

    async def who(self, scope: Scope) -> Guest | None:
        """The guest of a handshake; None is refused. A failure is one of all who asked together."""
        try:
            return await self._together.ask(scope)
        except DomainError:
            return None
