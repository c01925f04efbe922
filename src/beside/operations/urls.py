"""The addresses of this room."""

from django.urls import path

from beside.operations.views import house, own

app_name = "operations"
urlpatterns = [
    path("health", house.health_page, name="health"),
    path("health/live", house.live, name="live"),
    path("health/ready", house.ready, name="ready"),
    path("health/kept", house.lengths, name="lengths"),
    path("health/kept/<slug:name>", house.length, name="length"),
    path("metrics", house.figures, name="metrics"),
    path("me/data", own.data, name="data"),
    path("me/data/download", own.download, name="download"),
    path("me/data/erasure", own.erasure, name="erasure"),
    path("me/data/erasure/<uuid:number>", own.receipt, name="receipt"),
]
