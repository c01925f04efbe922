"""Addresses of help right now: any page links here."""

from django.urls import path

from beside.safety import views

app_name = "safety"
urlpatterns = [
    path("now", views.now, name="now"),
    path("now/<slug:code>", views.country, name="country"),
]
