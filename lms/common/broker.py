"""The broker without a server: messages as files in a folder, each whole before it can be found.

Kombu's own transport opens a message's file under its final name and writes into it afterwards; a
worker that looks in between takes an empty message and ends with an error. Here a message is written
under another name and renamed.
"""

import json
import os
import time
import uuid
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem

TRIES, PAUSE = 10, 0.02


class Channel(filesystem.Channel):
    """Messages and tables in folders."""

    # Kombu's own two declare it by different names.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        place = os.path.join(self.data_folder_out, name)
        made = f"{place}.made"
        try:
            with open(made, "x", encoding="utf-8") as file:
                json.dump(payload, file)
            os.rename(made, place)
        except OSError as error:
            raise ChannelError(f"Cannot add the file {place!r}") from error

    def get_table(self, exchange: str) -> Any:
        read: Any = super().get_table
        return _whole(lambda: read(exchange))

    def _queue_bind(self, *args: Any, **kwargs: Any) -> Any:
        bind: Any = super()._queue_bind
        return _whole(lambda: bind(*args, **kwargs))


class Transport(filesystem.Transport):
    """The same by another name of its channel."""

    Channel = Channel


def _whole(read: Any) -> Any:
    """A table of queues is written in place, by whoever starts first: look again where it is not there
    whole yet."""
    for _try in range(TRIES):
        try:
            return read()
        except ValueError:
            time.sleep(PAUSE)
    return read()


def use() -> None:
    """Let `filesystem://` mean this."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
