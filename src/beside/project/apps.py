from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "beside.project"
    label = "project"

    def ready(self) -> None:
        """Connect the rooms once they are all loaded: only the project may know them all."""
        from beside.project import wiring  # noqa: PLC0415  (models exist only now)

        wiring.connect()
