"""What Beside cannot do, adversary by adversary, in plain words. Each has its row in docs/threat-model.md."""

from dataclasses import asdict, dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.web import lengths

Words = str | Promise


@dataclass(frozen=True)
class Limit:
    """Who could still do something, what, and what helps. `row` names its place in the threat model: "T1"."""

    key: str
    row: Words
    who: Words
    can: Words
    helps: Words = ""
    link: str = ""
    link_words: Words = ""


LIMITS = (
    Limit(
        "device",
        "T1",
        _("Someone who can look into your phone or computer"),
        _(
            "An app that watches the device sees what you see and type. We can’t notice it, and Leave now "
            "can’t hide you from it. Pages you opened before may stay in the history."
        ),
        _("A device that nobody else uses is safer. A private window forgets its history."),
        "/leaving",
        _("Leaving safely"),
    ),
    Limit(
        "network",
        "T2",
        _("Someone who runs the network"),
        _(
            "The Wi-Fi of a home, a school or a workplace can tell that this address was visited, and when. "
            "It can’t read what was said."
        ),
        _("A phone’s own connection keeps that from them, though not from the phone company."),
    ),
    Limit(
        "listener",
        "T4",
        _("The person you talk with"),
        _(
            "Listeners promise to keep what you say. We can’t stop one from remembering it, or from taking a "
            "picture of their screen."
        ),
        _("You can ask for someone else at any time, without a reason."),
        "/people",
        _("Who listens"),
    ),
    Limit(
        "colleague",
        "T5",
        _("A colleague of theirs"),
        _(
            "A supervisor may read along while you talk. Every opening of a chat is written down. That does "
            "not undo the reading."
        ),
    ),
    Limit(
        "server",
        "T6",
        _("Whoever runs our server, or breaks into it"),
        _(
            "While you write, the server can read it: that is how danger is noticed and listeners are "
            "helped. Someone in control of the server at that moment could read it too. This is not "
            "end-to-end encryption, and we don’t call it that."
        ),
        _("What was destroyed before they came, they can’t read."),
        "/me/data",
        _("What is kept about me"),
    ),
    Limit(
        "thief",
        "T7",
        _("A thief of the disk or of a backup"),
        _(
            "What is on the disk is sealed. A thief who also gets the main key, kept apart, can read what "
            "was not destroyed; with an old copy of the keys, also what was destroyed in the last "
            "%(key_copies)s."
        ),
    ),
    Limit(
        "law",
        "T8",
        _("A court or an authority"),
        _(
            "We must hand over what we have and the law asks for. That is little: a made-up name, days, and "
            "chats that are not destroyed yet. Where the law obliges us to report a danger, we report what "
            "you told us."
        ),
        _("We tell you first whenever we can."),
        "/private",
        _("When we break confidence"),
    ),
    Limit(
        "machine",
        _("one machine"),
        _("A fire, a flood, a dead disk"),
        _(
            "What you were told is kept survives a crash and a power cut. When a whole machine is lost and "
            "has no twin, what was said since its last backup is lost with it."
        ),
        _("If a chat matters to you, save a copy where only you look."),
    ),
    Limit(
        "pretender",
        "T3",
        _("Someone who only pretends to be in need"),
        _("Anyone may come in, and we believe what people say. So somebody may take time that you needed."),
        _("The numbers are on every page, so that you never have only us."),
        "/now",
        _("Numbers"),
    ),
    Limit(
        "flood",
        "T10",
        _("Someone who wants us silent"),
        _("Enough machines together can make this place slow, or close it for a while."),
        _("The pages with numbers are made to open even then."),
    ),
    Limit(
        "account",
        "T11",
        _("Someone who steals a listener’s way in"),
        _(
            "Staff sign in with a second step. Someone who tricks a listener out of both sees the chats that "
            "are open to that listener, until it is noticed."
        ),
    ),
    Limit(
        "program",
        "T9",
        _("Someone who changes the program"),
        _(
            "This program is built from parts that others wrote. A part that was changed in bad faith could "
            "betray all of the above before anyone notices."
        ),
    ),
    Limit(
        "style",
        "T13",
        _("Someone who knows how you write"),
        _("A made-up name does not hide a turn of phrase, a place or a story. A reader may know you by it."),
    ),
)


def told() -> list[dict[str, Words]]:
    """Every limit in the active language, with the lengths that hold here."""
    times = lengths.worded()
    return [{**asdict(one), "can": str(one.can) % times} for one in LIMITS]
