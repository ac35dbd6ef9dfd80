"""People who learn over HTTP, and the ledger of everything that was acknowledged to them."""

import http.client
import json
import math
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 300.0  # seconds that a learner goes on trying for the same thing
PAUSE = 0.2
# What is acknowledged to somebody: joining, three units, an attempt, three answers, handing in.
EVENTS = 9
# And to whoever is measured too: practice and sitting, each with its beginning, its answers and its end.
PRACTICE, SITTING = 4, 30
MEASURED = 2 + PRACTICE + 2 + SITTING


@dataclass(frozen=True)
class Asked:
    """A request: when it began (monotonic), how long it took, its status (0: no answer), who asked."""

    began: float
    seconds: float
    status: int
    what: str


@dataclass
class Ledger:
    """What was asked, and what was acknowledged."""

    asked: list[Asked] = field(default_factory=list)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    # How much may have been acknowledged by now: learning is spread over all the acts.
    pace: Callable[[], float] = lambda: math.inf

    def note(self, asked: Asked) -> None:
        with self.lock:
            self.asked.append(asked)

    def keep(self, **event: Any) -> None:
        with self.lock:
            self.acknowledged.append(event)

    def trouble(self, sentence: str) -> None:
        with self.lock:
            self.wrong.append(sentence)

    def statuses(self) -> Counter[int]:
        return Counter(one.status for one in self.asked)


class GaveUp(Exception):
    """Somebody tried for as long as anybody would."""


class Learner:
    """Joins, reads, answers, hands in, finishes, and some are measured; asks again until it is acknowledged,
    as the pages do."""

    def __init__(self, port: int, told: dict[str, Any], who: dict[str, Any], ledger: Ledger):
        self.port, self.told, self.who, self.ledger = port, told, who, ledger
        self.course = f"/api/v1/courses/{told['slug']}"

    def learn(self) -> None:
        self._do("join", "POST", f"{self.course}/enrolment")
        self._finish("first")
        self._quiz()
        if self.who.get("measured"):
            self._sit("practice")
            self._sit("measured")
        self._finish("third")
        self._finish("extra")

    def _finish(self, key: str) -> None:
        uid = self.told["units"][key]
        self._do("finish", "POST", f"{self.course}/units/{uid}/completion", unit=uid)

    def _quiz(self) -> None:
        unit, block = self.told["units"]["second"], self.told["block"]
        begun = self._do("start", "POST", f"{self.course}/units/{unit}/quizzes/{block}/attempts")
        attempt = begun["uid"]
        for question in begun["questions"]:
            item = question["item"]
            self._do(
                "save",
                "PUT",
                f"/api/v1/attempts/{attempt}/responses/{item}",
                {"answer": self.told["right"][item]},
                attempt=attempt,
                item=item,
                answer=self.told["right"][item],
            )
        done = self._ask("POST", f"/api/v1/attempts/{attempt}/submission", {}, "submit")
        self._keep("submit", attempt=attempt, points=done["points"])

    def looks(self) -> bool:
        """Whether the site shows the course."""
        return self._once("GET", self.course, None, "look")[0] == 200

    def _sit(self, phase: str) -> None:
        """A sitting of the exercise: nearly all right, a few not to be told. In practice the next item
        comes when it is asked for."""
        unit, block = self.told["exercise"]
        where = f"{self.course}/units/{unit}/exercises/{block}/sittings"
        begun = self._ask("POST", where, {"phase": phase}, "sit")
        here, told = f"/api/v1/sittings/{begun['uid']}", {"sitting": begun["uid"], "phase": phase}
        self._keep("sit", **told)
        for number in range(1, (PRACTICE if phase == "practice" else SITTING) + 1):
            if phase == "practice" and number > 1:
                self._ask("POST", f"{here}/next", {}, "next")
            item = self._ask("GET", f"{here}/items/{number}", None, "read")
            truth = self.told["truths"][item["prompt"]]
            said = {"answer": truth, "certainty": "rather"}
            if number % 15 == 0:
                said = {"cannot_tell": True}
            self._ask("PUT", f"{here}/items/{number}/answer", said, "answer")
            self._keep("answer", **told, number=number, said=said)
        done = self._ask("POST", f"{here}/completion", {}, "close")
        self._keep("close", **told, result=done["result"])

    def _do(
        self, kind: str, method: str, path: str, body: Any = None, **told: Any
    ) -> dict[str, Any]:
        answer = self._ask(method, path, body or {}, kind)
        if kind == "start":
            told["attempt"] = answer["uid"]
        self._keep(kind, **told)
        return answer

    def _keep(self, kind: str, **told: Any) -> None:
        self.ledger.keep(kind=kind, email=self.who["email"], **told)

    def _ask(self, method: str, path: str, body: Any, kind: str) -> dict[str, Any]:
        while len(self.ledger.acknowledged) > self.ledger.pace() and not self.ledger.over.is_set():
            time.sleep(0.05)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            status, said = self._once(method, path, body, kind)
            if 200 <= status < 300:
                return dict(json.loads(said))
            if status not in (0, 503):
                told = said[:300].decode(errors="replace")
                raise GaveUp(f"{kind} of {self.who['email']}: {status} {told}")
            if status == 503 and b'"away"' not in said:
                self.ledger.trouble(f"{kind}: a 503 that does not say why: {said[:200]!r}")
            if self.ledger.over.is_set():
                raise GaveUp("stopped")
            time.sleep(PAUSE)
        raise GaveUp(f"{kind} of {self.who['email']}: not in {PATIENCE:.0f} s")

    def _once(self, method: str, path: str, body: Any, kind: str) -> tuple[int, bytes]:
        began = time.monotonic()
        status, said = 0, b""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                method,
                path,
                None if body is None else json.dumps(body),
                {
                    "Content-Type": "application/json",
                    "Authorization": f"Bearer {self.who['token']}",
                    "Host": "laukas.test",
                    "X-Forwarded-Proto": "https",
                    "Accept-Language": "en",
                },
            )
            answer = connection.getresponse()
            status, said = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            connection.close()
        self.ledger.note(Asked(began, time.monotonic() - began, status, kind))
        return status, said


def learn_all(
    port: int, told: dict[str, Any], people: list[dict[str, Any]], ledger: Ledger, at_once: int
) -> None:
    """Everybody learns, so many at once; who gave up is told to the ledger."""

    def one(who: dict[str, Any]) -> None:
        try:
            Learner(port, told, who, ledger).learn()
        except GaveUp as error:
            ledger.trouble(str(error))
        except Exception as error:  # an answer that nobody could go on with; the others learn on
            ledger.trouble(f"{who['email']} got stuck: {type(error).__name__}: {error}")

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, people))
