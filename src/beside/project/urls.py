"""The pages of the house."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("beside.web.urls")),
    path("", include("beside.people.urls")),
    path("", include("beside.people.sign_in_urls")),
    path("", include("beside.conversations.urls")),
    path("", include("beside.desk.urls")),
    path("", include("beside.safety.urls")),
    path("", include("beside.operations.urls")),
]

handler400 = "beside.web.errors.bad_request"
handler403 = "beside.web.errors.forbidden"
handler404 = "beside.web.errors.missing"
handler429 = "beside.people.sign_in.slow_down"
handler500 = "beside.web.errors.broken"
