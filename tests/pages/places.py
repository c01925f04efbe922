"""Every page a person can stand on, and who can stand there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A page: its name, whose browser opens it, its address, and its budget in kB."""

    name: str
    who: str
    path: str
    budget: int = 0


CORE = (
    Place("landing", "anyone", "/", 30),
    Place("talk", "anyone", "/talk", 30),
    Place("now", "anyone", "/now", 30),
    Place("back", "anyone", "/back", 30),
    Place("wait", "waiting", "/wait/{waiting}", 70),
    Place("chat", "talking", "/c/{talking}", 70),
    Place("console", "counsellor", "/desk/live", 160),
    Place("shift", "listener", "/desk", 160),
)
"""The eight looked at in every theme, width and language."""

OTHERS = (
    Place("now-country", "anyone", "/now/fr"),
    Place("breathe", "anyone", "/breathe"),
    Place("ground", "anyone", "/ground"),
    Place("leaving", "anyone", "/leaving"),
    Place("private", "anyone", "/private"),
    Place("limits", "anyone", "/limits"),
    Place("data-none", "anyone", "/me/data"),
    Place("data", "talking", "/me/data"),
    Place("data-ended", "ended", "/me/data"),
    Place("erasure", "talking", "/me/data/erasure"),
    Place("receipt", "gone", "/me/data/erasure/{gone}"),
    Place("people", "anyone", "/people"),
    Place("access", "anyone", "/access"),
    Place("offline", "anyone", "/offline"),
    Place("me", "anyone", "/me"),
    Place("missing", "anyone", "/nowhere"),
    Place("sign-in", "anyone", "/in"),
    Place("place-shown", "waiting", "/wait/{waiting}?place=1"),
    Place("chat-end", "talking", "/c/{talking}/end"),
    Place("chat-copy", "talking", "/c/{talking}/copy"),
    Place("chat-frame", "talking", "/log/{talking}"),
    Place("phrase", "talking", "/me/phrase"),
    Place("chat-ended", "ended", "/c/{ended}"),
    Place("after", "ended", "/c/{ended}/after"),
    Place("after-rest", "ended", "/c/{ended}/after?step=rest"),
    Place("wrap", "supervisor", "/desk/wrap/{ended}"),
    Place("past", "supervisor", "/desk/c/{ended}"),
    Place("console-one", "listener", "/desk/live"),
    Place("console-free", "supervisor", "/desk/live"),
    Place("wait-unsafe", "unsafe", "/wait/{unsafe}"),
    Place("another", "talking", "/c/{talking}/another"),
    Place("transfer", "listener", "/desk/c/{talking}/transfer"),
    Place("closure", "listener", "/desk/c/{talking}/closure"),
    Place("time", "listener", "/desk/c/{talking}/time"),
    Place("resources", "listener", "/desk/c/{talking}/resources?q=france"),
    Place("phrases", "manager", "/desk/phrases"),
    Place("settings-silence", "manager", "/settings/silence"),
    Place("staff-me", "listener", "/in/me"),
    Place("team", "manager", "/team"),
    Place("settings", "manager", "/settings"),
    Place("settings-hours", "manager", "/settings/hours"),
    Place("health", "manager", "/health"),
    Place("lengths", "manager", "/health/kept"),
    Place("length", "manager", "/health/kept/audit"),
)

WIDTHS = (320, 390, 1280)
THEMES = ("light", "dark")
LANGUAGES = ("en", "fr")
