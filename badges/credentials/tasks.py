"""What a worker does for credentials when it begins."""

from celery.signals import worker_ready

from badges.credentials.keys import compare_at_start


def _began(**_said: object) -> None:
    compare_at_start()


worker_ready.connect(_began)
