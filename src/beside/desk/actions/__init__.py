"""The desk's verbs. Nothing else writes its tables."""

from beside.desk.actions.after import answer_after, answers_of, asked_after, draft_wrap_up, note_of, wrap_up
from beside.desk.actions.after_rules import set_after_rules, set_record_fields
from beside.desk.actions.aftercare import answer_debrief, defer_wrap_up, met
from beside.desk.actions.another import ask_for_another
from beside.desk.actions.asking import ask_around, set_offer_rules
from beside.desk.actions.before import answer_question, choose_listener, leave_out, leave_out_nobody
from beside.desk.actions.chats import end_chat, extend, lower_hand, raise_hand
from beside.desk.actions.door import (
    Days,
    go_on,
    offer_service,
    open_service,
    set_holidays,
    set_overflow,
    stand_still,
)
from beside.desk.actions.exposure import ease
from beside.desk.actions.follow_up import (
    answer_follow_up,
    call_for_missed,
    drop_follow_up,
    forget_follow_up,
    propose_follow_up,
    write_follow_up,
)
from beside.desk.actions.forgetting import (
    fade,
    forget_answers,
    forget_given,
    forget_notes,
    forget_waiting_answers,
)
from beside.desk.actions.hand_over import (
    agreed_in_words,
    answer_hand_over,
    ask_to_hand_over,
    call_off,
    carry_on_alone,
)
from beside.desk.actions.hand_over_watch import look_after_hand_overs
from beside.desk.actions.line import (
    answer_distress,
    ask,
    check_answer,
    expire_requests,
    leave_line,
    raise_urgency,
    seen,
    tell_supervisors,
)
from beside.desk.actions.lost import (
    conversation_closed,
    listener_back,
    listener_gone,
    listener_lost,
    seeker_back,
    seeker_left,
    tell_the_time,
)
from beside.desk.actions.offers import accept, decline, release_offers_of, release_stale_offers, take_next
from beside.desk.actions.service import make_demo_service, set_hours, set_numbers, set_words
from beside.desk.actions.shifts import end_shift, pause, resume, set_slots, start_shift, stay_longer
from beside.desk.actions.suicide import record_question

__all__ = [
    "Days",
    "accept",
    "agreed_in_words",
    "answer_after",
    "answer_debrief",
    "answer_distress",
    "answer_follow_up",
    "answer_hand_over",
    "answer_question",
    "answers_of",
    "ask",
    "ask_around",
    "ask_for_another",
    "ask_to_hand_over",
    "asked_after",
    "call_for_missed",
    "call_off",
    "carry_on_alone",
    "check_answer",
    "choose_listener",
    "conversation_closed",
    "decline",
    "defer_wrap_up",
    "draft_wrap_up",
    "drop_follow_up",
    "ease",
    "end_chat",
    "end_shift",
    "expire_requests",
    "extend",
    "fade",
    "forget_answers",
    "forget_follow_up",
    "forget_given",
    "forget_notes",
    "forget_waiting_answers",
    "go_on",
    "leave_line",
    "leave_out",
    "leave_out_nobody",
    "listener_back",
    "listener_gone",
    "listener_lost",
    "look_after_hand_overs",
    "lower_hand",
    "make_demo_service",
    "met",
    "note_of",
    "offer_service",
    "open_service",
    "pause",
    "propose_follow_up",
    "raise_hand",
    "raise_urgency",
    "record_question",
    "release_offers_of",
    "release_stale_offers",
    "resume",
    "seeker_back",
    "seeker_left",
    "seen",
    "set_after_rules",
    "set_holidays",
    "set_hours",
    "set_numbers",
    "set_offer_rules",
    "set_overflow",
    "set_record_fields",
    "set_slots",
    "set_words",
    "stand_still",
    "start_shift",
    "stay_longer",
    "take_next",
    "tell_supervisors",
    "tell_the_time",
    "wrap_up",
    "write_follow_up",
]
