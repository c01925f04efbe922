"""The desk's addresses: the way in and the wait for seekers, the shift and the console for staff."""

from django.urls import path

from beside.desk.views import (
    after,
    aftercare,
    another,
    before,
    chat,
    console,
    course,
    door,
    follow,
    hand_over,
    lead,
    lead_chat,
    numbers,
    phrases,
    profile,
    report,
    rota,
    rota_plan,
    services,
    settings,
    shift,
    steady,
    trial,
    wait,
    wall,
    wrap,
)

app_name = "desk"

REPORTS = [
    path("report", report.report, name="report"),
    path("report/answer", report.receipt, name="receipt"),
    path("desk/reports", report.report_list, name="reports"),
    path("desk/reports/<int:report_id>", report.report_one, name="report_one"),
    path("desk/doors/<int:cool_off_id>", report.lift, name="lift"),
]

SEEKER = [
    path("", door.landing, name="landing"),
    path("s/<slug:service>", door.landing, name="service"),
    path("talk", door.talk, name="talk"),
    path("wait/<uuid:conversation_id>", wait.wait, name="wait"),
    path("wait/<uuid:conversation_id>/standing", wait.standing, name="standing"),
    path("wait/<uuid:conversation_id>/distress", wait.distress, name="distress"),
    path("wait/<uuid:conversation_id>/departure", wait.departure, name="departure"),
    path("c/<uuid:conversation_id>/after", after.after, name="after"),
    path("c/<uuid:conversation_id>/another", another.another, name="another"),
]

BEFORE = [
    path("desk/profile", profile.profile, name="profile"),
    path("wait/<uuid:conversation_id>/questions", before.questions, name="questions"),
    path("wait/<uuid:conversation_id>/listener", before.listener, name="listener"),
    path("wait/<uuid:conversation_id>/left-out", before.nobody_left_out, name="nobody_left_out"),
    path("c/<uuid:conversation_id>/left-out", before.left_out, name="left_out"),
]

SETTINGS = [
    path("settings", settings.index, name="settings"),
    path("settings/services", services.services, name="services"),
    path("settings/works", services.works, name="works"),
    path("settings/<slug:area>", settings.area, name="settings_area"),
]

STAFF = [
    path("desk", shift.home, name="home"),
    path("desk/shift", shift.shift, name="shift"),
    path("desk/shift/pause", shift.pause, name="pause"),
    path("desk/shift/longer", shift.longer, name="shift_longer"),
    path("desk/shift/end", shift.shift_end, name="shift_end"),
    path("desk/live", console.live, name="live"),
    path("desk/live/line", console.line, name="line"),
    path("desk/next", console.next_one, name="next"),
    path("desk/offers/<int:offer_id>/acceptance", console.acceptance, name="acceptance"),
    path("desk/offers/<int:offer_id>/refusal", console.refusal, name="refusal"),
    path("desk/c/<uuid:conversation_id>", wrap.past, name="past"),
    path("desk/c/<uuid:conversation_id>/risk", console.risk, name="risk"),
    path("desk/c/<uuid:conversation_id>/lines", chat.lines, name="lines"),
    path("desk/c/<uuid:conversation_id>/words", chat.said, name="said"),
    path("desk/c/<uuid:conversation_id>/aside", chat.aside, name="aside"),
    path("desk/c/<uuid:conversation_id>/notes", chat.notes, name="notes"),
    path("desk/c/<uuid:conversation_id>/card", chat.card, name="card"),
    path("desk/c/<uuid:conversation_id>/hand", chat.hand, name="hand"),
    path("desk/c/<uuid:conversation_id>/closure", chat.closure, name="closure"),
    path("desk/wrap/<uuid:conversation_id>", wrap.wrap, name="wrap"),
    path("desk/wrap/<uuid:conversation_id>/draft", wrap.draft, name="wrap_draft"),
]

HAND_OVER = [
    path("c/<uuid:conversation_id>/hand-over", hand_over.answer, name="hand_over"),
    path("desk/c/<uuid:conversation_id>/transfer", hand_over.transfer, name="transfer"),
    path("desk/c/<uuid:conversation_id>/handing", hand_over.under_way, name="handing"),
]

IN_THE_CHAT = [
    path("desk/c/<uuid:conversation_id>/course", course.course, name="course"),
    path("desk/c/<uuid:conversation_id>/phase", course.phase, name="phase"),
    path("desk/c/<uuid:conversation_id>/facts", course.facts, name="facts"),
    path("desk/c/<uuid:conversation_id>/resources", course.resources, name="resources"),
    path("desk/c/<uuid:conversation_id>/shares", course.shares, name="shares"),
    path("desk/c/<uuid:conversation_id>/time", course.time, name="time"),
    path("desk/c/<uuid:conversation_id>/pace", steady.pace, name="pace"),
    path("desk/phrases", phrases.phrases, name="phrases"),
]

LEAD = [
    path("lead", lead.lead, name="lead"),
    path("lead/now", lead.now, name="lead_now"),
    path("lead/answers", lead.answer, name="lead_answer"),
    path("lead/switchboard", lead.by_hand, name="lead_by_hand"),
    path("lead/offers", lead.offer, name="lead_offer"),
    path("lead/c/<uuid:conversation_id>", lead_chat.chat, name="lead_chat"),
    path("lead/c/<uuid:conversation_id>/log", lead_chat.log, name="lead_log"),
    path("lead/c/<uuid:conversation_id>/whispers", lead_chat.whisper, name="lead_whisper"),
    path("lead/c/<uuid:conversation_id>/words", lead_chat.words, name="lead_words"),
    path("lead/c/<uuid:conversation_id>/presence", lead_chat.presence, name="lead_presence"),
    path("lead/c/<uuid:conversation_id>/ownership", lead_chat.ownership, name="lead_ownership"),
    path("lead/c/<uuid:conversation_id>/departure", lead_chat.departure, name="lead_departure"),
    path("desk/c/<uuid:conversation_id>/help", lead_chat.help_, name="help"),
]

AFTER = [
    path("c/<uuid:conversation_id>/follow", follow.follow, name="follow"),
    path("desk/debrief/<uuid:conversation_id>", aftercare.debrief, name="debrief"),
    path("desk/care", aftercare.care, name="care"),
    path("desk/care/<uuid:member_id>/easing", aftercare.easing, name="easing"),
    path("desk/c/<uuid:conversation_id>/met", aftercare.met, name="met"),
    path("desk/c/<uuid:conversation_id>/deferral", aftercare.deferral, name="deferral"),
    path("desk/c/<uuid:conversation_id>/follow-up", aftercare.follow_up, name="follow_up"),
    path("desk/c/<uuid:conversation_id>/promise", aftercare.promised, name="promised"),
]

NUMBERS = [
    path("numbers", numbers.page, name="numbers"),
    path("numbers/table", numbers.table, name="numbers_table"),
    path("simulator", trial.simulator, name="simulator"),
    path("staffing", trial.staffing, name="staffing"),
]

BOARD = [
    path("board", wall.page, name="board"),
    path("board/wall", wall.screen, name="board_screen"),
    path("board/now", wall.now, name="board_now"),
]

ROTA = [
    path("desk/shifts", rota.mine, name="rota"),
    path("desk/shifts/permit", rota.permit, name="rota_permit"),
    path("desk/shifts/free/<int:planned_id>", rota.claim, name="rota_claim"),
    path("desk/shifts/<int:claim_id>", rota.claimed, name="claimed"),
    path("desk/swaps/<int:swap_id>", rota.swap, name="swap"),
    path("rota", rota_plan.plan, name="rota_plan"),
    path("rota/gaps", rota_plan.gaps, name="rota_gaps"),
    path("rota/<int:planned_id>", rota_plan.planned, name="planned"),
    path("rota/permits/<int:permit_id>", rota_plan.answer, name="permit"),
]

urlpatterns = [
    *LEAD,
    *HAND_OVER,
    *SEEKER,
    *BEFORE,
    *SETTINGS,
    *STAFF,
    *IN_THE_CHAT,
    *AFTER,
    *REPORTS,
    *NUMBERS,
    *ROTA,
    *BOARD,
]
