from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "beside.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
