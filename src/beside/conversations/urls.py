"""The chat's addresses."""

from django.urls import path

from beside.conversations import views

app_name = "conversations"
urlpatterns = [
    path("c/<uuid:conversation_id>", views.chat, name="chat"),
    path("log/<uuid:conversation_id>", views.log_frame, name="log"),
    path("c/<uuid:conversation_id>/end", views.end, name="end"),
    path("c/<uuid:conversation_id>/copy", views.copy, name="copy"),
]
