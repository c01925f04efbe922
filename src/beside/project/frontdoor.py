"""The pages that a proxy shows while Beside is down: what happened, and the numbers, in every language."""

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils import translation

from beside.project.environment import Environment, Refused
from beside.safety import resources
from beside.web import errors

_DOWN = 503
_GOOD = "200 OK"
_WITHOUT_TABLES = ("breathe", "ground", "leaving")
_STYLED_BY = ("web", "safety")


def write(folder: Path, installation: Environment) -> int:
    """Write `<language>/down.html`, `now.html`, one page for each country, and what they need.

    Replaces the whole folder at once. Returns how many files with pages there are.
    """
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    written = 0
    for language, _ in settings.LANGUAGES:
        for name, page in _pages(language, installation):
            target = fresh / language / f"{name}.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(page)
            written += 1
    for part in _STYLED_BY:
        shutil.copytree(installation.static_root / part, fresh / "static" / part)
    _take_place(fresh, folder)
    return written


def _pages(language: str, installation: Environment) -> Iterator[tuple[str, bytes]]:
    handler = WSGIHandler()
    for name in ("now", *_WITHOUT_TABLES):
        yield name, _asked(handler, _request(f"/{name}", language, installation))
    for code, _ in resources.countries(language):
        page = _asked(handler, _request(f"/now/{code.lower()}", language, installation))
        yield from (
            (f"now/{code.lower()}", page),
            (f"now/{code.upper()}", page),
        )  # links say fr, forms say FR
    with translation.override(language):
        yield "down", errors.page(WSGIRequest(_request("/", language, installation)), _DOWN).content


def _asked(handler: WSGIHandler, environ: dict[str, Any]) -> bytes:
    said: list[str] = []

    def start_response(status: str, *_: Any) -> Callable[[bytes], None]:
        said.append(status)
        return lambda _: None

    response = b"".join(handler(environ, start_response))
    if said != [_GOOD]:
        raise Refused(f"The page {environ['PATH_INFO']} answered {said[0]}; the front door is as it was.")
    return response


def _request(path: str, language: str, installation: Environment) -> dict[str, Any]:
    """A request as the proxy would send it, from nobody."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": installation.hosts[0],
        "SERVER_PORT": "443",
        "HTTP_HOST": installation.hosts[0],
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
    }


def _take_place(fresh: Path, folder: Path) -> None:
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
