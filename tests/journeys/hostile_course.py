"""A course in which learners type as many texts as strings are tried at once, and where others see them."""

import re
from collections.abc import Iterator
from itertools import cycle, repeat
from pathlib import Path

from tests.journeys.attempts_course import publish
from tests.journeys.watched import Watched
from tests.packages import Package, pair, reading, sampling, scored

SLUG = "rasymas"
COURSE, STUDIO = f"/en/courses/{SLUG}/", f"/en/studio/courses/{SLUG}/"
# So many questions has a survey at most.
AT_ONCE = 20
BY_APPROVAL = {
    "name_lt": "",
    "name_en": "",
    "starts_on": "2031-03-01",
    "language": "en",
    "policy": "approval",
    "offer_hours": "48",
}


def course() -> Package:
    """A survey and a quiz in which everything is typed."""
    package = sampling(SLUG)
    keys = [f"t{n}" for n in range(AT_ONCE)]
    package.items = [
        {
            "key": key,
            "kind": "text",
            "prompt": pair(f"Kas tai {key}?", f"What is {key}?"),
            "accept": {"lt": ["imtis"], "en": ["sample"]},
            "explanation": pair("Tai imtis.", "It is a sample."),
        }
        for key in keys
    ]
    survey = "::: survey said questions=" + ",".join(f"s{n}:short" for n in range(AT_ONCE))
    asks = "\n".join(["title: ?", *(f"q-s{n}: {n}?" for n in range(AT_ONCE))])
    first = reading("first")
    first["blocks"][survey] = pair(asks, asks)
    package.modules[0] |= {"in_order": "false", "units": [first, scored("second", keys)]}
    return package


class Classroom:
    """The course, who teaches it, and those who learn in it, the first of whom answers. Of a survey
    nothing is told before five have answered."""

    def __init__(self, folder: Path, teacher: Watched, learners: list[Watched]) -> None:
        assert len(learners) >= 5
        self.teacher, self.learners = teacher, learners
        publish(folder, course(), owner="rasa@example.org")
        outline = teacher.html(f"{STUDIO}outline/")
        self.asking, self.quiz = (
            one.rpartition("/units/")[2] for one in every_unit(outline, f"{STUDIO}units/")
        )
        page = teacher.html(f"{STUDIO}units/{self.asking}")
        self.answers = re.search(rf"{STUDIO}units/[^\"]+/answers/", page)[0]  # type: ignore[index]
        made = teacher.keeps(f"{STUDIO}runs/new/", BY_APPROVAL, repeat("Spring"))
        self.run = re.search(r"/runs/(\d+)/", made)[1]  # type: ignore[index]
        for one in learners:
            one.presses(COURSE, "/join/")
            self._answers(one, repeat("Yes"))

    def _answers(self, one: Watched, strings: Iterator[str]) -> None:
        at = f"{COURSE}units/{self.asking}"
        said = {f"s-s{n}": "" for n in range(AT_ONCE)}
        assert one.keeps(at, said, strings, action="/survey/", before=self.teacher)
        one.looks(at)

    def learners_type(self, strings: list[str]) -> None:
        """Each of the strings as an answer in the survey, as one in the quiz and as the reason to come in;
        whoever teaches looks at all of them, and so does who typed them."""
        first, texts = self.learners[0], cycle(strings)
        self._answers(first, texts)
        self.teacher.looks(self.answers)
        self._hands_in(first, texts)
        self._ask_to_come_in(texts, len(strings))

    def _hands_in(self, one: Watched, texts: Iterator[str]) -> None:
        attempt = one.presses(f"{COURSE}units/{self.quiz}", "/quiz/").partition("?")[0]
        form = one.form(attempt, "/submit/")
        typed = {name: "" for name in form.texts if name.startswith("a-")}
        assert len(typed) == AT_ONCE
        sent = {**typed, "confirm": "1"}
        assert one.keeps(attempt, sent, texts, action="/submit/", before=self.teacher)
        one.looks(attempt)
        uid = attempt.rstrip("/").rpartition("/")[2]
        people = re.findall(rf"{STUDIO}people/\d+/", self.teacher.html(f"{STUDIO}people/"))
        page = next(each for each in people if uid in self.teacher.html(each))
        self.teacher.looks(page)
        self.teacher.looks(f"{page}attempts/{uid}/")

    def _ask_to_come_in(self, texts: Iterator[str], count: int) -> None:
        door = f"{COURSE}runs/{self.run}/"
        for _turn in range(0, count, len(self.learners)):
            # Who writes nothing but white space is asked again.
            asked = [
                one
                for one in self.learners
                if one.keeps(
                    door,
                    {"said": "", "moves": "1"},
                    texts,
                    action="/join/",
                    before=self.teacher,
                )
            ]
            assert asked
            asked[0].looks(door)
            self.teacher.looks(f"{STUDIO}runs/{self.run}/")
            for one in asked:
                one.presses(door, "/stop/")


def every_unit(html: str, under: str) -> list[str]:
    """Addresses of the units in an outline, in its order."""
    return list(dict.fromkeys(re.findall(rf'href="({under}[0-9a-f-]{{36}}/)"', html)))
