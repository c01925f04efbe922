"""How a person likes the pages: theme, text size, language, sounds. Cookies end with the browser."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_bidi, get_language_info

CHOICES = {
    "theme": ("system", "light", "dark"),
    "size": ("1", "2", "3"),
    "sounds": ("off", "on"),
}
PREFIX = "__Host-"


@dataclass(frozen=True)
class Tongue:
    """A language a page can be read in, by its own name."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class Look:
    """The choices in force for one request. `here` is the path to come back to after changing one."""

    theme: str
    size: str
    sounds: str
    language: str
    direction: str
    here: str


def look(request: HttpRequest) -> Look:
    """The choices this request carries; anything unknown counts as the default."""
    chosen = {name: _chosen(request, name) for name in CHOICES}
    here = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    direction = "rtl" if get_language_bidi() else "ltr"
    return Look(**chosen, language=get_language() or settings.LANGUAGE_CODE, direction=direction, here=here)


def tongues(codes: tuple[str, ...]) -> list[Tongue]:
    """The languages of `codes` that the pages exist in, each by its own name."""
    known = dict(settings.LANGUAGES)
    return [Tongue(code, own_name(code), code == get_language()) for code in codes if code in known]


def own_name(code: str) -> str:
    """The name of a language in that language, as a person would look for it: English, Français."""
    name = str(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]


def remember(response: HttpResponse, name: str, value: str) -> None:
    """Keep one choice in its cookie, or forget it when it is the default. Lax, for links from elsewhere."""
    if name in CHOICES and value == CHOICES[name][0]:
        response.delete_cookie(PREFIX + name, samesite="Lax")
        response.cookies[PREFIX + name]["secure"] = True
        return
    response.set_cookie(PREFIX + name, value, secure=True, httponly=True, samesite="Lax")


def allowed(name: str, value: str) -> bool:
    """Whether `value` is one of the choices of `name`."""
    if name == "language":
        return value in dict(settings.LANGUAGES)
    return value in CHOICES.get(name, ())


def way_back(request: HttpRequest, path: str) -> str:
    """`path` when it is a page of ours, else the page of choices. Never another site."""
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours else "/me"


def _chosen(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(PREFIX + name, "")
    return value if value in CHOICES[name] else CHOICES[name][0]
