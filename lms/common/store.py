"""One bounded store per process for values that never change (releases, rendered outlines)."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")

MOST = 512
_values: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def immutable(key: Hashable, make: Callable[[], T]) -> T:
    """The value under this key, made on first use. Nothing personal, nothing that can change."""
    with _lock:
        if key in _values:
            _values.move_to_end(key)
            return cast(T, _values[key])
    value = make()
    with _lock:
        _values[key] = value
        while len(_values) > MOST:
            _values.popitem(last=False)
    return value


def clear() -> None:
    """Empty the store (tests, whose databases reuse keys)."""
    with _lock:
        _values.clear()
