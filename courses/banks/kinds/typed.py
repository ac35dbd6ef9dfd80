"""What the kinds share whose answer is typed: {"typed": text}, without control characters."""

from typing import ClassVar

from courses.banks.kinds.base import Answer, Body, Choice, Posted, Unplaced
from lms.common.wording import printable


class Typed(Unplaced):
    """Reading a typed answer; nothing to choose from."""

    most_typed: ClassVar[int] = 200

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        typed = printable(posted.get(name, "")).strip()[: self.most_typed]
        return {"typed": typed} if typed else None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        return (
            isinstance(answer, dict)
            and set(answer) == {"typed"}
            and isinstance(answer["typed"], str)
            and 0 < len(answer["typed"]) <= self.most_typed
            and printable(answer["typed"]) == answer["typed"]
        )

    def fault(self, body: Body, answer: Answer) -> str:
        return ""

    def choices(self, body: Body, answer: Answer, order: object) -> list[Choice]:
        return []

    def review(self, body: Body, answer: Answer, order: object) -> list[Choice]:
        return []
