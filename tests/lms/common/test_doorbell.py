"""The doorbell: rung after commit, and a dead broker is logged, not felt."""

import ast
import os
import socket
import time
from pathlib import Path

import pytest
from celery import Celery
from django.db import transaction

import lms.settings as settings_module
from lms.celery import app
from lms.common import doorbell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loud(settings):
    settings.DOORBELL = True


@pytest.fixture
def rung(monkeypatch):
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, args, retry: sent.append((name, args)))
    return sent


def test_it_rings_only_after_commit(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        doorbell.ring("badges.render_certificate", 7)
        assert rung == []
    assert rung == [("badges.render_certificate", (7,))]


@pytest.mark.django_db(transaction=True)
def test_it_does_not_ring_for_what_was_undone(rung):
    def undone():
        with transaction.atomic():
            doorbell.ring("badges.render_certificate", 7)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert rung == []


def test_a_dead_broker_is_asked_once_and_then_left_alone(
    monkeypatch, django_capture_on_commit_callbacks, caplog
):
    asked = []

    def dead(name, args, retry):
        asked.append(name)
        raise ConnectionError("nobody there")

    monkeypatch.setattr(app, "send_task", dead)
    with django_capture_on_commit_callbacks(execute=True):
        doorbell.ring("one", 1)
        doorbell.ring("two", 2)
    assert asked == ["one"]
    assert "waits for the sweep" in caplog.text


@pytest.mark.postgres
def test_a_message_really_reaches_redis():
    import redis

    address = os.environ.get("TEST_REDIS_URL")
    if not address:
        pytest.skip("no Redis answers")
    broker = Celery("probe", broker=address, set_as_current=False)
    broker.conf.task_default_queue = "laukas-probe"
    server = redis.Redis.from_url(address)
    server.delete("laukas-probe")
    broker.send_task("badges.render_certificate", args=(1,), retry=False)
    assert server.llen("laukas-probe") == 1
    server.delete("laukas-probe")
    broker.close()
    server.close()


def silent_redis():
    """A port that takes connections and never says anything, as a frozen Redis does."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(8)
    return listener


@pytest.fixture
def celery_at(settings, monkeypatch):
    """The application that rings, at another broker, with the options of the settings."""

    # Celery reads it itself, and would rather believe it than the address that it is given.
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)

    def at(address):
        options = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5} | options_of_the_settings()
        other = Celery("probe", broker=address, set_as_current=False)
        other.conf.broker_transport_options = options
        monkeypatch.setattr("lms.celery.app", other)
        return other

    return at


def options_of_the_settings():
    """As they are with Redis; the tests run with another broker."""
    tree = ast.parse(Path(settings_module.__file__).read_text("utf-8"))
    found = [
        ast.literal_eval(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "CELERY_BROKER_TRANSPORT_OPTIONS"
        and "socket_timeout" in ast.unparse(node.value)
    ]
    (options,) = found
    return options


def test_a_frozen_redis_is_waited_for_half_a_second_and_once(celery_at, caplog, socket_enabled):
    listener = silent_redis()
    app = celery_at(f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
    doorbell.make_ready()
    began = time.monotonic()
    doorbell._send("badges.render_certificate", 1)
    # Twice as long would be two tries.
    assert time.monotonic() - began < 0.95
    assert "waits for the sweep" in caplog.text
    app.close()
    listener.close()


def test_whoever_rings_first_loads_nothing(celery_at, socket_enabled):
    app = celery_at("redis://127.0.0.1:1/0")
    doorbell.make_ready()
    assert app.finalized
    assert app.amqp._producer_pool is not None
    app.close()
