"""A copy of a chat for the person to keep: plain text, or one page to print."""

from collections.abc import Sequence

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from beside.conversations.lines import Line
from beside.conversations.models import EntryKind


def as_text(lines: Sequence[Line], me: str) -> str:
    """The chat as plain text, one paragraph a line. Nothing of the service's own marks of danger is in it."""
    return "\n\n".join(_paragraph(line, me) for line in lines if line.words or line.withdrawn) + "\n"


def _paragraph(line: Line, me: str) -> str:
    at = formats.time_format(timezone.localtime(line.at), "TIME_FORMAT")
    words = _("(taken back)") if line.withdrawn else line.words
    if line.kind != EntryKind.SAID:
        return f"[{at}] {words}"
    return f"[{at}] {me if line.mine else line.who}: {words}"
