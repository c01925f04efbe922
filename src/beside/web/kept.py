"""What a phone keeps when a person asks for it: the help pages and their style sheets. Never a chat page."""

import hashlib
import json

from django.templatetags.static import static
from django.utils.safestring import mark_safe

PAGES = ("/now", "/breathe", "/ground", "/offline")
SHEETS = ("web/tokens.css", "web/base.css", "web/forms.css")
SCRIPTS = ("web/leave.js", "web/dim.js", "web/breathe.js")


def facts() -> dict[str, object]:
    """The worker's template context: addresses as JSON, a version that changes when they do."""
    files = [static(name) for name in (*SHEETS, *SCRIPTS, "web/mark.svg")]
    addresses = json.dumps([*PAGES, *files])
    return {
        "addresses": mark_safe(addresses),  # our own names, no one's words
        "version": hashlib.sha256(addresses.encode()).hexdigest()[:12],
    }
