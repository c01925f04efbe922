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

TRIED = "day=night&come=100&people=150&slots=1&opens=20&closes=30&expert=210&language=390&raised=390"
PLANNED = "day=night&come=100&share=80&minutes=5&busy=75&chats=1&slower=25&away=30"

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
    Place("profile", "listener", "/desk/profile"),
    Place("left-out", "talking", "/c/{talking}/left-out", 30),
    Place("follow", "ended", "/c/{ended}/follow", 30),
    Place("report", "anyone", "/report", 30),
    Place("report-answer", "anyone", "/report/answer", 30),
    Place("reports", "supervisor", "/desk/reports"),
    Place("report-one", "supervisor", "/desk/reports/{report}"),
    Place("debrief", "supervisor", "/desk/debrief/{ended}"),
    Place("care", "supervisor", "/desk/care"),
    Place("promised", "supervisor", "/desk/c/{ended}/promise"),
    Place("lead", "supervisor", "/lead", 160),
    Place("lead-chat", "supervisor", "/lead/c/{first}", 160),
    Place("board", "supervisor", "/board", 160),
    Place("board-tables", "supervisor", "/board?view=table"),
    Place("board-wall", "supervisor", "/board/wall"),
    Place("shifts", "listener", "/desk/shifts"),
    Place("rota", "manager", "/rota"),
    Place("rota-gaps", "manager", "/rota/gaps"),
    Place("settings-rota", "manager", "/settings/rota"),
    Place("settings-record", "manager", "/settings/record"),
    Place("numbers", "manager", "/numbers", 160),
    Place("simulator", "manager", "/simulator"),
    Place("simulator-tried", "manager", f"/simulator?{TRIED}", 160),
    Place("staffing", "manager", "/staffing"),
    Place("staffing-planned", "manager", f"/staffing?{PLANNED}", 160),
    Place("settings-words", "manager", "/settings/words"),
    Place("settings-numbers", "manager", "/settings/numbers"),
    Place("settings-chats", "manager", "/settings/chats"),
    Place("settings-leaving", "manager", "/settings/leaving"),
    Place("settings-door", "manager", "/settings/door"),
    Place("settings-holidays", "manager", "/settings/holidays"),
    Place("settings-overflow", "manager", "/settings/overflow"),
    Place("settings-topics", "manager", "/settings/topics"),
    Place("settings-keeping", "manager", "/settings/keeping"),
    Place("settings-questions", "manager", "/settings/questions"),
    Place("settings-offers", "manager", "/settings/offers"),
    Place("settings-on-call", "manager", "/settings/on-call"),
    Place("settings-after", "manager", "/settings/after"),
    Place("services", "manager", "/settings/services"),
    Place("works", "manager", "/settings/works"),
    Place("staff-me", "listener", "/in/me"),
    Place("team", "manager", "/team"),
    Place("settings", "manager", "/settings", 160),
    Place("settings-hours", "manager", "/settings/hours"),
    Place("health", "manager", "/health"),
    Place("lengths", "manager", "/health/kept"),
    Place("length", "manager", "/health/kept/audit"),
)

BUDGETED = (*CORE, *(one for one in OTHERS if one.budget))
"""Whose first visit is weighed."""

WIDTHS = (320, 390, 1280)
THEMES = ("light", "dark")
LANGUAGES = ("en", "fr")
