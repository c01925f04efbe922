"""Addresses of the pages that belong to no one. Two taps never lead through here; any page links here."""

from django.urls import path

from beside.web import views

app_name = "web"
urlpatterns = [
    path("me", views.me, name="me"),
    path("leaving", views.leaving, name="leaving"),
    path("limits", views.limits_, name="limits"),
    path("private", views.private, name="private"),
    path("people", views.people, name="people"),
    path("access", views.access, name="access"),
    path("breathe", views.breathe, name="breathe"),
    path("ground", views.ground, name="ground"),
    path("offline", views.offline, name="offline"),
    path("keep", views.keep, name="keep"),
    path("keeper.js", views.keeper, name="keeper"),
]
