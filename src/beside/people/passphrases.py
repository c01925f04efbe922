"""Which pass-phrases are good enough for staff."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

_READ = 72
"""The estimate takes time that grows with the square of the length; the rest can only make it stronger."""
_SHORTEST = 12
_ENOUGH = 3
"""0 to 4; 3 stands for at least 10^8 guesses."""


class HardToGuess:
    """Refuses what is short or tried early: common words, keyboard walks, the person's own name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a phrase that is quickly guessed. `user` is an Account, saved or not."""
        if len(password) < _SHORTEST:
            raise ValidationError(self.get_help_text())
        near = [user.email, user.email.partition("@")[0], user.person.name] if user else []
        if zxcvbn(password[:_READ], user_inputs=[word for word in near if word])["score"] < _ENOUGH:
            raise ValidationError(
                _("This is guessed too easily. Four words that do not belong together do well.")
            )

    def get_help_text(self) -> str:
        """What to choose, in one sentence."""
        return _("At least 12 characters. Four words that do not belong together do well.")
