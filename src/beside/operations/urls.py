"""The addresses of this room."""

from django.urls import path

from beside.operations.views import own

app_name = "operations"
urlpatterns = [
    path("me/data", own.data, name="data"),
    path("me/data/download", own.download, name="download"),
    path("me/data/erasure", own.erasure, name="erasure"),
    path("me/data/erasure/<uuid:number>", own.receipt, name="receipt"),
]
