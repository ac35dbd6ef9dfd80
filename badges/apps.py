"""The app `badges`."""

from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "badges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from badges.intake import receivers

        receivers.connect()
