"""Messages as files: none is found before it is whole."""

import json
import os
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from lms.celery import app
from lms.common.broker import Channel, Transport


@pytest.fixture
def connection(tmp_path):
    folders = {}
    for option in ("data_folder_in", "data_folder_out", "processed_folder", "control_folder"):
        name = "messages" if option.startswith("data") else option
        (tmp_path / name).mkdir(exist_ok=True)
        folders[option] = str(tmp_path / name)
    with Connection("filesystem://", transport_options=folders) as made:
        yield made


def test_the_address_of_folders_means_our_transport(connection):
    assert isinstance(connection.transport, Transport)
    assert isinstance(connection.default_channel, Channel)
    assert app.connection_for_write("filesystem://localhost/").transport_cls.startswith(
        "filesystem"
    )


def test_what_was_sent_comes_as_it_was(connection):
    queue = connection.SimpleQueue("work")
    for number in range(3):
        queue.put({"number": number, "name": "Žemaitė"})
    got = [queue.get(timeout=2) for _one in range(3)]
    # Within one millisecond in no order.
    assert sorted(one.payload["number"] for one in got) == [0, 1, 2]
    assert {one.payload["name"] for one in got} == {"Žemaitė"}


def test_a_worker_that_looks_too_early_finds_nothing_and_no_half(connection, monkeypatch):
    channel = connection.default_channel
    rename = os.rename
    seen = []

    def late(made, place):
        # All of it is written, and still nobody finds it.
        seen.append(json.loads(Path(made).read_text(encoding="utf-8")))
        with pytest.raises(Empty):
            channel._get("work")
        rename(made, place)

    monkeypatch.setattr("lms.common.broker.os.rename", late)
    channel._put("work", {"a": 1})
    monkeypatch.undo()
    assert seen == [{"a": 1}]
    assert channel._get("work") == {"a": 1}


def test_a_table_that_is_just_being_written_is_read_again(connection, monkeypatch):
    channel = connection.default_channel
    channel._queue_bind("road", "work", None, "work")
    file = channel.control_folder / "road.exchange"
    whole = file.read_text()
    file.write_text("")
    monkeypatch.setattr("lms.common.broker.time.sleep", lambda _s: file.write_text(whole))
    assert [one.queue for one in channel.get_table("road")] == ["work"]
