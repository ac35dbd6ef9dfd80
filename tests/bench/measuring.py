"""Taking times, and counting statements and bytes. Times are taken without counting, which slows."""

import gc
import math
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

TABLES = re.compile(r'"(?:lms|courses|badges|account|django)_\w+"')


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one action, over all times it was done. cpu: of this process alone, so the
    work of a database server is in the median and not in it."""

    name: str
    median: float
    p95: float
    cpu: float
    statements: int


def measure(
    name: str, work: Callable[[], object], *, times: int, before: Callable[[], object] | None = None
) -> Measured:
    """Do it so often, once more to count and once to warm up. before: what makes it necessary
    again; it is not measured."""
    prepare = before or (lambda: None)
    prepare()
    work()
    walls, cpus = [], []
    for _time in range(times):
        prepare()
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    prepare()
    counted = len(statements_of(work))
    return Measured(name, statistics.median(walls), _p95(walls), statistics.median(cpus), counted)


def measure_once(name: str, work: Callable[[], object]) -> Measured:
    """What can be done once only; counting is then part of it."""
    wall, cpu = time.perf_counter(), time.process_time()
    counted = len(statements_of(work))
    took = (time.perf_counter() - wall) * 1000
    return Measured(name, took, took, (time.process_time() - cpu) * 1000, counted)


def statements_of(work: Callable[[], object]) -> list[str]:
    """The statements that touch tables, but for the session and the person signed in."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured.captured_queries if counts(query["sql"])]


def counts(sql: str) -> bool:
    """Whether it touches tables and is neither the session nor the person signed in."""
    signed_in = sql.startswith('SELECT "lms_user"."id"') and 'FROM "lms_user" WHERE' in sql
    return bool(TABLES.search(sql)) and '"django_session"' not in sql and not signed_in


def _p95(values: list[float]) -> float:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
