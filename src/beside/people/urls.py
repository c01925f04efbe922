"""The addresses of this room. The library's pages have theirs in `sign_in_urls`, by the names it asks for."""

from django.urls import path

from beside.people.views import back, leave, me, resets, team, welcome

app_name = "people"
urlpatterns = [
    path("leave", leave.leave, name="leave"),
    path("back", back.back, name="back"),
    path("me/phrase", back.five_words, name="five_words"),
    path("welcome/<str:token>", welcome.welcome, name="welcome"),
    path("in/first", me.first_step, name="first_step"),
    path("in/me", me.me, name="me"),
    path("in/me/phrase", me.phrase, name="phrase"),
    path("in/me/sessions/<str:key>", me.session, name="session"),
    path("team", team.team, name="team"),
    path("team/invitations", team.invitations, name="invitations"),
    path("team/invitations/<uuid:invitation_id>/withdrawal", team.withdrawal, name="withdrawal"),
    path("team/resets", resets.resets, name="resets"),
    path("team/resets/<uuid:reset_id>/approval", resets.approval, name="approval"),
    path("team/resets/<uuid:reset_id>/refusal", resets.refusal, name="refusal"),
    path("team/<uuid:member_id>", team.colleague, name="colleague"),
    path("team/<uuid:member_id>/roles", team.roles, name="roles"),
    path("team/<uuid:member_id>/qualification", team.qualification, name="qualification"),
    path("team/<uuid:member_id>/sign-out", team.sign_out, name="sign_out"),
    path("team/<uuid:member_id>/closure", team.closure, name="closure"),
    path("team/<uuid:member_id>/resets", resets.asking, name="asking"),
]
