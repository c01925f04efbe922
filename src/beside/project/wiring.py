"""Who follows what. Siblings meet only here."""

from collections.abc import Mapping

from beside.conversations import followers as conversation_followers
from beside.conversations import hints, ledger, lines
from beside.conversations import live as conversations
from beside.desk import followers as desk_followers
from beside.desk import live as desk
from beside.desk import queries as desk_queries
from beside.desk import wording as desk_wording
from beside.desk.views import chat_parts
from beside.desk.views import keep as desk_parts
from beside.gateway import presence
from beside.gateway.socket import Beat, Door
from beside.journal import events, periodic, upkeep
from beside.operations import retention
from beside.people import followers as people_followers
from beside.people import homeward
from beside.people import parts as people
from beside.project import homes
from beside.safety import followers as safety_followers
from beside.safety import parts as safety_parts
from beside.web import house, slots

DOORS: Mapping[str, Door] = {
    "open": conversations.open_,
    "say": conversations.say,
    "read": conversations.read,
    "typing": conversations.typing,
    "desk": desk.follow,
}
"""Which room answers which frame."""

BEATS: tuple[Beat, ...] = (conversations.beat,)


def connect() -> None:
    """Connect the rooms. Connecting twice is once."""
    ledger.follow(hints.entered)
    presence.on_change(conversations.tell_presence)
    presence.on_change(desk.presence_changed)
    house.provide(desk_queries.house)
    slots.fill("keep.place", desk_parts.keep_place)
    slots.fill("chat.about", chat_parts.about)
    slots.fill("chat.options", chat_parts.options)
    slots.fill("chat.danger", safety_parts.danger)
    slots.fill("staff.nav", people.navigation)
    slots.fill("staff.me", people.oneself)
    lines.define_card("crisis", "safety/_crisis_card.html")
    for notice, words in desk_wording.NOTICES.items():
        lines.define_notice(notice, words)
    homeward.lead(homes.open_page)
    periodic.every(seconds=upkeep.FORGETTING_EVERY, name="journal.forget-finished")(upkeep.forget_finished)
    periodic.every(seconds=desk_followers.SWEEP_SECONDS, name="desk.sweep")(desk_followers.sweep)
    periodic.every(seconds=3600, name="people.tidy-up")(people_followers.tidy_up)
    periodic.every(seconds=retention.EVERY, name="operations.retention")(retention.sweep)
    events.follow("conversation.erased", conversation_followers.destroy_key)
    events.follow("conversation.closed", desk_followers.follow_end)
    events.follow("danger.read", safety_followers.look_after_danger)
    events.follow("concern.raised", desk_followers.move_up)
    events.follow("seeker.left", desk_followers.mark_left)
