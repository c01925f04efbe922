"""Where a request came from. For the few forms that carry no token, so that they work on every page."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this. A client that says nothing is believed.

    Enough for acts that harm nobody (a theme, leaving); everything else carries a CSRF token.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
