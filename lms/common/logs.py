"""What stays out of the log."""

import logging
import re

# Parts of an address that open something, or would tell whose it is, to whoever reads the log.
OPENS = frozenset({"key", "uidb36", "code", "door"})
LEAST = 10
ADDRESS = re.compile(r"[^\s<>()\[\]{}'\",;:@]+@[^\s<>()\[\]{}'\",;:@]+")


class WithoutKeys(logging.Filter):
    """Django writes the address of a request that went wrong; keys and codes in it become `…`."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        if match is not None and isinstance(record.args, tuple):
            keys = [str(one) for name, one in match.kwargs.items() if name in OPENS]
            record.args = tuple(_without(one, keys) for one in record.args)
        return True


def _without(said: object, keys: list[str]) -> object:
    if not isinstance(said, str):
        return said
    for key in keys:
        # A short one is the name of a competency, or a number.
        if len(key) >= LEAST:
            said = said.replace(key, "…")
    return said


class Line(logging.Formatter):
    """What is written, with `…` for e-mail addresses: a mail server that refuses a letter names whom it was
    for, and so does the error."""

    def format(self, record: logging.LogRecord) -> str:
        return ADDRESS.sub("…", super().format(record))
