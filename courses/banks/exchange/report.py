"""What a file of questions would bring: what comes over, what of it was lost, and what does not.

A report is plain values all through, so that a page can show it, hold it and come back to it.
Nothing here writes; `courses.banks.actions.accept_items` does.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.reading import ItemText, read_item
from lms.common.yamlnodes import MOST_KEY, Faults, node_of

SALT = "courses.banks.exchange"
HELD_FOR = 2 * 24 * 60 * 60
MOST_QUESTIONS = 1000


@dataclass(frozen=True)
class Remark:
    """One thing to know. code: stable, for tests and counting.  message: for the reader."""

    code: str
    message: str


@dataclass(frozen=True)
class Candidate:
    """A question that can come over.

    item: as a package would write it, plain values; its texts stand in `languages`.
    number: its place among the file's questions, from 1.  line: where it begins, from 1.
    """

    number: int
    line: int
    name: str
    item: dict[str, Any]
    languages: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def key(self) -> str:
        return str(self.item["key"])

    @property
    def kind(self) -> str:
        return str(self.item["kind"])

    @property
    def needs_explanation(self) -> bool:
        return not any((self.item.get("explanation") or {}).values())


@dataclass(frozen=True)
class Refused:
    """A question that does not come over, and why."""

    number: int
    line: int
    name: str
    reasons: tuple[Remark, ...]


@dataclass(frozen=True)
class Standing:
    """A question whose very twin is already in the bank, or earlier in the file, under this key."""

    number: int
    line: int
    name: str
    key: str


Outcome = Candidate | Refused | Standing


@dataclass(frozen=True)
class Report:
    """Everything a file holds, in its order. notes: about the file as a whole.

    stopped: why the file could not be read at all; then there are no outcomes.
    """

    format: str
    language: str
    outcomes: tuple[Outcome, ...] = ()
    notes: tuple[Remark, ...] = ()
    stopped: Remark | None = None
    stopped_line: int = 0

    @property
    def coming(self) -> list[Candidate]:
        return [one for one in self.outcomes if isinstance(one, Candidate)]

    @property
    def refused(self) -> list[Refused]:
        return [one for one in self.outcomes if isinstance(one, Refused)]

    @property
    def standing(self) -> list[Standing]:
        return [one for one in self.outcomes if isinstance(one, Standing)]

    @property
    def counts(self) -> dict[str, int]:
        coming = self.coming
        return {
            "questions": len(self.outcomes),
            "coming": len(coming),
            "remarked": sum(bool(one.remarks) for one in coming),
            "unexplained": sum(one.needs_explanation for one in coming),
            "standing": len(self.standing),
            "refused": len(self.refused),
        }

    @property
    def remark_counts(self) -> Counter[str]:
        """How many of the coming questions carry each remark, by code."""
        return Counter(code for one in self.coming for code in {r.code for r in one.remarks})

    def plain(self) -> dict[str, Any]:
        """The same in values that JSON knows; `report_of` reads it back."""
        kinds = {Candidate: "coming", Refused: "refused", Standing: "standing"}
        return {
            **asdict(self),
            "outcomes": [{"is": kinds[type(one)], **asdict(one)} for one in self.outcomes],
        }


def report_of(plain: Mapping[str, Any]) -> Report:
    """A report from what `plain` made of it."""
    return Report(
        format=plain["format"],
        language=plain["language"],
        outcomes=tuple(_outcome_of(dict(one)) for one in plain["outcomes"]),
        notes=_remarks_of(plain["notes"]),
        stopped=Remark(**plain["stopped"]) if plain["stopped"] else None,
        stopped_line=plain["stopped_line"],
    )


def _outcome_of(plain: dict[str, Any]) -> Outcome:
    kind = plain.pop("is")
    if kind == "standing":
        return Standing(**plain)
    if kind == "refused":
        return Refused(**{**plain, "reasons": _remarks_of(plain["reasons"])})
    return Candidate(
        **{
            **plain,
            "languages": tuple(plain["languages"]),
            "remarks": _remarks_of(plain["remarks"]),
        }
    )


def _remarks_of(plain: Any) -> tuple[Remark, ...]:
    return tuple(Remark(**one) for one in plain)


# --- between showing and accepting ---------------------------------------------------------------


def hold(report: Report, *, bank: str, person: int) -> str:
    """The coming questions as one signed text, which the page gives back when they are accepted.

    Nothing is stored meanwhile, and nobody else's page, other bank or later week can use it.
    """
    held = {
        "bank": bank,
        "person": person,
        "coming": [
            {"number": one.number, "item": one.item, "languages": one.languages}
            for one in report.coming
        ],
    }
    return signing.dumps(held, salt=SALT, compress=True)


def held(text: str, *, bank: str, person: int) -> list[Candidate] | None:
    """The questions this person was shown for this bank; None where the text is not theirs, not
    ours, or older than two days: then the file must be read again."""
    try:
        found = signing.loads(text, salt=SALT, max_age=HELD_FOR)
    except signing.BadSignature:
        return None
    if found["bank"] != bank or found["person"] != person:
        return None
    return [
        Candidate(one["number"], 0, "", one["item"], tuple(one["languages"]))
        for one in found["coming"]
    ]


# --- beside a bank -------------------------------------------------------------------------------


def item_text(candidate: Candidate, faults: Faults) -> ItemText:
    """The candidate as any item is stored, by the rules every item follows."""
    return read_item(node_of(candidate.item), faults, candidate.languages, explained=False)


def beside(report: Report, bank: Mapping[str, str]) -> Report:
    """The report for this bank: free keys for what comes, and twins set apart.

    bank: key → digest of the newest version, for every item of the bank.
    """
    keys = set(bank)
    known = {digest: key for key, digest in bank.items()}
    outcomes: list[Outcome] = []
    for one in report.outcomes:
        if not isinstance(one, Candidate):
            outcomes.append(one)
            continue
        digest = item_text(one, Faults()).digest
        if twin := known.get(digest):
            outcomes.append(Standing(one.number, one.line, one.name, twin))
            continue
        key = free_key(one.key, keys)
        remarks = one.remarks
        if one.key in bank:
            other = Remark(
                "key-taken",
                _(
                    "Another question is already called “%(key)s” here; "
                    "this one will be “%(new)s”, and the other stays as it is."
                )
                % {"key": one.key, "new": key},
            )
            remarks = (*remarks, other)
        keys.add(key)
        known[digest] = key
        outcomes.append(replace(one, item={**one.item, "key": key}, remarks=remarks))
    return replace(report, outcomes=tuple(outcomes))


def free_key(key: str, taken: set[str]) -> str:
    """This key, or the first of key-2, key-3 … that is free."""
    if key not in taken:
        return key
    for count in range(2, len(taken) + 3):
        end = f"-{count}"
        new = key[: MOST_KEY - len(end)].rstrip("-") + end
        if new not in taken:
            return new
    raise AssertionError("unreachable")


def too_many(count: int) -> Remark:
    """Why a file with so many questions is not read."""
    return Remark(
        "too-many",
        ngettext(
            "The file has %(count)s question; at most %(most)s come over at once. Split it.",
            "The file has %(count)s questions; at most %(most)s come over at once. Split it.",
            count,
        )
        % {"count": count, "most": MOST_QUESTIONS},
    )
