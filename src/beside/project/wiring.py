"""Who follows what. Siblings meet only here."""

from collections.abc import Mapping

from beside.conversations import followers as conversation_followers
from beside.conversations import hints, ledger, lines
from beside.conversations import holdings as conversation_holdings
from beside.conversations import live as conversations
from beside.desk import followers as desk_followers
from beside.desk import holdings as desk_holdings
from beside.desk import live as desk
from beside.desk import queries as desk_queries
from beside.desk import wording as desk_wording
from beside.desk.actions import reports
from beside.desk.queries.service import keep_hours
from beside.desk.views import chat_parts, own_house
from beside.desk.views import keep as desk_parts
from beside.gateway import presence
from beside.gateway.quick import QuickDoor
from beside.gateway.socket import Beat, Door
from beside.journal import events, periodic, upkeep
from beside.journal import holdings as journal_holdings
from beside.operations import checks, erasing, fading, retention, told
from beside.operations import holdings as kept
from beside.operations.backups import schedule as backups
from beside.people import followers as people_followers
from beside.people import holdings as people_holdings
from beside.people import homeward
from beside.people import parts as people
from beside.project import homes, keyholders
from beside.safety import followers as safety_followers
from beside.safety import holdings as safety_holdings
from beside.safety import kinds
from beside.safety import parts as safety_parts
from beside.web import house, lengths, slots

DOORS: Mapping[str, Door] = {
    "open": conversations.open_,
    "say": conversations.say,
    "edit": conversations.edit,
    "withdraw": conversations.withdraw,
    "read": conversations.read,
    "typing": conversations.typing,
    "desk": desk.follow,
}
"""Which room answers which frame."""

QUICK: Mapping[str, QuickDoor] = {"say": conversations.say_at_once}
"""Which frames are tried at once, in the loop: what neither waits nor asks a table."""

BEATS: tuple[Beat, ...] = (conversations.beat,)


def connect() -> None:
    """Connect the rooms. Connecting twice is once."""
    ledger.carry(hints.entered)
    presence.on_change(conversations.tell_presence)
    presence.on_change(desk.presence_changed)
    house.provide(desk_queries.house)
    house.look_first(own_house.of_the_person)
    _fill_what_is_left_open()
    _tell_what_is_kept()
    homeward.lead(homes.open_page)
    periodic.every(seconds=upkeep.FORGETTING_EVERY, name="journal.forget-finished")(upkeep.forget_finished)
    periodic.every(seconds=desk_followers.SWEEP_SECONDS, name="desk.sweep")(desk_followers.sweep)
    periodic.every(seconds=3600, name="desk.tidy-up")(desk_followers.tidy_up)
    periodic.every(seconds=desk_followers.ROTA_SECONDS, name="desk.rota")(desk_followers.look_after_rota)
    periodic.every(seconds=3600, name="people.tidy-up")(people_followers.tidy_up)
    periodic.every(seconds=retention.EVERY, name="operations.retention")(retention.sweep)
    _look_after_the_house()
    keyholders.connect()
    events.follow("conversation.erased", conversation_followers.destroy_key)
    events.follow("conversation.closed", desk_followers.follow_end)
    events.follow("desk.decided", desk_followers.ask_around)
    events.follow("danger.read", safety_followers.look_after_danger)
    events.follow("concern.raised", desk_followers.move_up)
    _call_people()
    events.follow("seeker.left", desk_followers.mark_left)


def _call_people() -> None:
    """The one alert mechanism: who is told of a call, and who looks whether it was answered."""
    periodic.every(seconds=safety_followers.SWEEP_SECONDS, name="safety.alerts")(safety_followers.sweep)
    events.follow("alert.called", safety_followers.call_people)
    events.follow("alert.called", desk_followers.show_calls)
    events.follow("alert.changed", desk_followers.show_calls)
    events.follow("concern.raised", desk_followers.call_for_danger)
    events.follow("conversation.closed", desk_followers.stop_reading)
    for call, words in desk_wording.CALLS.items():
        kinds.define(call, words, "desk:lead")
    kinds.define(reports.OVERDUE, desk_wording.LATE_REPORT, "desk:reports")
    events.follow("conversation.erased", safety_followers.forget_alerts)


def _fill_what_is_left_open() -> None:
    """The slots of pages, the cards and the notices of chats: rooms above say what stands there."""
    slots.fill("keep.place", desk_parts.keep_place)
    slots.fill("chat.about", chat_parts.about)
    slots.fill("chat.options", chat_parts.options)
    slots.fill("chat.question", chat_parts.question)
    slots.fill("chat.danger", safety_parts.danger)
    slots.fill("staff.nav", people.navigation)
    slots.fill("staff.me", people.oneself)
    lines.define_card("crisis", "safety/_crisis_card.html")
    lines.define_card("hand-over", "desk/hand_over/_card.html")
    lines.define_card("resource", "desk/_resource_card.html")
    for notice, words in desk_wording.NOTICES.items():
        lines.define_notice(notice, words)


def _look_after_the_house() -> None:
    """What the house looks at in itself, and does for itself."""
    checks.connect()
    periodic.every(seconds=backups.EVERY, name="operations.backup")(backups.take_when_due)
    periodic.every(seconds=backups.LIST_EVERY, name="operations.list-erased")(backups.list_erased)


def _tell_what_is_kept() -> None:
    """Rooms say what they keep about a person, pages say for how long, and what is asked to go goes."""
    lengths.provide(told.lengths)
    kept.contribute("people", people_holdings.about)
    kept.contribute("conversations", conversation_holdings.about)
    conversation_holdings.ask_for_hours(keep_hours)
    kept.contribute("safety", safety_holdings.about)
    kept.contribute("desk", desk_holdings.about)
    kept.contribute("journal", journal_holdings.about)
    kept.contribute("operations", kept.about)
    events.follow("conversation.erased", desk_followers.forget_notes)
    events.follow("concern.closed", erasing.concern_closed)
    periodic.every(seconds=erasing.EVERY, name="operations.erasures")(erasing.look_after_hidden)
    periodic.every(seconds=fading.EVERY, name="operations.fading")(fading.sweep)
