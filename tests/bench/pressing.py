"""What learners, visitors and teachers ask for, as requests that a browser would send."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from uuid import UUID

from courses.banks.models import ItemVersion
from courses.content.outline import OutlineItem
from courses.content.queries import pinned
from lms.common.clock import now
from lms.pages.demo_cast import right_answer
from tests.bench.shapes import TOKEN, Filled, Learner
from tests.bench.wire import Ask

HIDDEN = "csrfmiddlewaretoken"
BY_SCRIPT = "Accept: application/json\r\n"


def pages(filled: Filled, path: str, learners: Sequence[Learner], times: int) -> list[Ask]:
    """The same address for one learner after another."""
    return [Ask(path, one.cookies) for one in islice(cycle(learners), times)]


def units_to_read(filled: Filled, learners: Sequence[Learner], times: int) -> list[Ask]:
    """The unit that is a learner's next one, where it is there to be read."""
    found = []
    for one in islice(cycle(learners), times):
        item = next(i for i in filled.outline.items[one.reached :] if i.score_block is None)
        found.append(Ask(f"{filled.path}units/{item.uid}/", one.cookies))
    return found


def completing(filled: Filled, learners: Sequence[Learner], times: int) -> list[Ask]:
    """The button at the end of a unit, once for each learner."""
    return [
        Ask(f"{ask.path}finish/", ask.cookies, {HIDDEN: TOKEN}, 302)
        for ask in units_to_read(filled, learners[:times], min(times, len(learners)))
    ]


@dataclass(frozen=True)
class Quiz:
    """A quiz that nobody of these learners has done."""

    item: OutlineItem
    block: UUID
    asked: tuple[ItemVersion, ...]


def quiz_ahead(filled: Filled) -> Quiz:
    """The last one of the course."""
    item = [one for one in filled.outline.items if one.score_block is not None][-1]
    assert item.score_block is not None
    asked = pinned(filled.outline.release_id, item.score_block)
    return Quiz(item, item.score_block, asked)


def starting(filled: Filled, quiz: Quiz, learners: Sequence[Learner]) -> list[Ask]:
    address = f"{filled.path}units/{quiz.item.uid}/quiz/{quiz.block}/"
    return [Ask(address, one.cookies, {HIDDEN: TOKEN}, 302) for one in learners]


def answering(quiz: Quiz, attempts: Sequence[tuple[str, str]]) -> list[Ask]:
    """One answer after another, as the page's script sends them. attempts: (address, cookies)."""
    found = []
    for address, cookies in attempts:
        for version in quiz.asked:
            uid, moment = version.item.uid, str(int(now().timestamp() * 1000))
            form = {
                HIDDEN: TOKEN,
                "only": f"a-{uid}",
                f"a-{uid}": str(right_answer(version)),
                f"v-{uid}": "0",
                f"t-{uid}": moment,
                "sequence": moment,
            }
            found.append(Ask(f"{address}save/", cookies, form, 200, BY_SCRIPT))
    return found


def handing_in(quiz: Quiz, attempts: Sequence[tuple[str, str]]) -> list[Ask]:
    form = {HIDDEN: TOKEN, "confirm": "1"}
    form |= {f"a-{one.item.uid}": str(right_answer(one)) for one in quiz.asked}
    return [Ask(f"{address}submit/", cookies, form, 302) for address, cookies in attempts]


def item_forms(html: str) -> dict[str, str]:
    """The fields of the form in which an item of a sitting is answered, the first option chosen."""
    found = {}
    for tag in re.findall(r"<(?:input|button)[^>]*>", html):
        name, value = _said(tag, "name"), _said(tag, "value")
        if name and name not in found and 'type="hidden"' in tag:
            found[name] = value
    return found | {HIDDEN: TOKEN}


def _said(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match.group(1) if match else ""
