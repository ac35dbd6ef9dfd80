"""What stands between a draft and publishing, and what an author is advised to mend. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks import BLOCKS, fields_of
from courses.content.blocks.quiz import draws_of
from courses.content.blocks.video import lacks_captions
from courses.content.findings import Finding
from courses.content.gating import gate_findings
from courses.content.hosts import embed_of, player_of
from courses.content.models import Met
from courses.content.outline import Outline, OutlineItem, circle
from courses.content.templates import is_note
from lms.common.languages import LANGUAGES, text

HEADING = re.compile(r"^ {0,3}(#{1,6})\s+\S", re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[([^\]\[]+)\]\([^)\s]+[^)]*\)")
# Words of a link that say nothing about where it leads, read out in a list of links.
EMPTY_WORDS = {
    "en": {"here", "click here", "this", "this link", "link", "more", "read more", "see here"},
    "lt": {
        "čia",
        "spauskite čia",
        "ši nuoroda",
        "nuoroda",
        "daugiau",
        "skaityti daugiau",
        "žr. čia",
    },
}
FIRST_LEVEL = 1
LOWEST_SHOWN, HIGHEST_SHOWN = 4, 2


def check_unit(
    content: Mapping[str, Any],
    *,
    first: str,
    languages: Iterable[str],
    behind: Mapping[str, Mapping[str, str]],
    items: Mapping[str, Mapping[str, Any]] | None,
    drawn: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> list[Finding]:
    """Findings in what one unit says.

    content: as courses.content.drafting.content_of gives it.  behind: its stale translations.
    items: item uid → body of its newest version; None where the questions are not looked at.
    drawn: block uid → for each of its draws, the items it may draw.
    """
    shown = list(languages) or [first]
    found = [*_about_unit(content, shown)]
    for block in content["blocks"]:
        draws = (drawn or {}).get(block["uid"], ())
        found += [replace(one, block=block["uid"]) for one in _in_block(block, shown, items, draws)]
    found += _headings(content["blocks"], shown)
    for code in shown:
        if code != first:
            found += _stale(behind.get(code, {}), code)
    return found


def _about_unit(content: Mapping[str, Any], languages: list[str]) -> Iterator[Finding]:
    if not any(content["title"].values()):
        yield Finding("no-title", True, _("The unit has no title."), field="title")
    else:
        for code in languages:
            if not content["title"].get(code):
                message = _("The title is not translated.")
                yield Finding("untranslated", False, message, field="title", language=code)
    if not content["blocks"]:
        yield Finding("empty-unit", True, _("The unit is empty."))


def _in_block(
    block: Mapping[str, Any],
    languages: list[str],
    items: Mapping[str, Mapping[str, Any]] | None,
    draws: Sequence[Sequence[str]],
) -> Iterator[Finding]:
    kind = BLOCKS.get(block["kind"])
    if kind is None:
        message = _("This block was written in a newer edition and cannot be shown.")
        yield Finding("unreadable", True, message)
        return
    names = fields_of(kind.name, block["settings"])
    said = [code for code in languages if any(block["texts"].get(code, {}).values())]
    for code in said or languages[:1]:
        texts = {name: block["texts"].get(code, {}).get(name, "") for name in names}
        for field, message in kind.faults(block["settings"], texts):
            yield Finding(f"{kind.name}-fault", True, message, field=field, language=code)
        yield from _links(texts, code)
        if kind.name == "text" and is_note(texts["text"]):
            message = _("The note of the template is still here: write the unit, or take it out.")
            yield Finding("template-note", True, message, field="text", language=code)
    if said:
        for code in languages:
            if code not in said:
                message = _("This block is not translated: readers see it in the other language.")
                yield Finding("untranslated", False, message, field=kind.fields[0], language=code)
    if kind.name == "image" and not block["settings"].get("files"):
        yield Finding("no-picture", True, _("The picture is missing: upload it."))
    if kind.name == "file" and not block["settings"].get("files"):
        yield Finding("no-file", True, _("The file is missing: upload it."))
    if kind.name == "video":
        yield from _in_video(block, said or languages[:1])
    if kind.name == "embed" and embed_of(block["settings"].get("address", "")) is None:
        yield Finding("no-address", True, _("Say what is embedded: paste its address."))
    if kind.name == "survey" and not block["settings"].get("questions"):
        yield Finding("no-questions", True, _("The survey has no questions yet."))
    if block["kind"] == "calibration":
        yield from _measured(block["settings"], draws if items is not None else None)
    if "items" in block["settings"]:
        if items is not None:
            yield from _drawn(block["settings"], draws)
        uids = [*block["settings"]["items"], *(uid for draw in draws for uid in draw)]
        if uids or not draws_of(block["settings"]):
            yield from _asked(uids, languages, items)


def _in_video(block: Mapping[str, Any], languages: Sequence[str]) -> Iterator[Finding]:
    settings = block["settings"]
    if not settings.get("files") and player_of(settings.get("address", "")) is None:
        message = _("The video is missing: upload it, or paste the address at which it is shown.")
        yield Finding("no-video", True, message)
    lacking = [code for code in languages if lacks_captions(block, code)]
    if len(lacking) == len(languages):
        message = _(
            "The video has no captions: nobody who does not hear it gets what is said. Write them, "
            "or say that nobody speaks in it."
        )
        yield Finding("no-captions", True, message, field="captions", language=lacking[0])
    else:
        for code in lacking:
            message = _("The captions are not translated: readers get those of the other language.")
            yield Finding("untranslated", False, message, field="captions", language=code)


def _measured(
    settings: Mapping[str, Any], draws: Sequence[Sequence[str]] | None
) -> Iterator[Finding]:
    """A calibration that cannot be taken. draws: for each class the items that it has, where they are
    at hand."""
    if not settings["classes"]:
        yield Finding(
            "no-classes", True, _("Say what the calibration measures: choose its classes.")
        )
    for place, name in enumerate(settings["classes"]):
        if draws is not None and not (draws[place] if place < len(draws) else ()):
            message = _("The calibration has no items of the class “%s”.")
            yield Finding("few-to-draw", True, message % name)


def _drawn(settings: Mapping[str, Any], draws: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """A draw that cannot bring as many questions as it says."""
    for place, (category, k) in enumerate(draws_of(settings)):
        there = len(draws[place]) if place < len(draws) else 0
        if there < k:
            message = _("%(k)s questions with the tag “%(class)s” are drawn, but there are %(n)s.")
            told = message % {"k": k, "class": category, "n": there}
            yield Finding("few-to-draw", True, told)


def _links(texts: Mapping[str, str], language: str) -> Iterator[Finding]:
    for field, said in texts.items():
        for words in LINK.findall(FENCED.sub("", said)):
            if words.strip(" .:…").casefold() in EMPTY_WORDS[language]:
                message = _(
                    "The link “%s” does not say where it leads. People who have the page read to "
                    "them hear links one after another: name what is there."
                )
                yield Finding("click-here", False, message % words, "", "", field, language)


def _asked(
    uids: list[str], languages: list[str], items: Mapping[str, Mapping[str, Any]] | None
) -> Iterator[Finding]:
    if not uids:
        yield Finding("no-questions", True, _("No questions have been chosen."))
    if items is None:
        return
    if any(uid not in items for uid in uids):
        yield Finding("lost-question", True, _("A question is no longer in the bank."))
    if count := sum(uid in items and not _is_explained(items[uid]) for uid in uids):
        message = _(
            "Questions here without an explanation, which learners read after answering: %s."
        )
        yield Finding("unexplained", False, message % count)
    for code in languages:
        count = sum(uid in items and not items[uid]["prompt"].get(code) for uid in uids)
        if count:
            message = _("Questions here that are not translated: %s.") % count
            yield Finding("untranslated", False, message, language=code)


def _is_explained(body: Mapping[str, Any]) -> bool:
    return any((body.get("explanation") or {}).values())


def _headings(blocks: list[Mapping[str, Any]], languages: list[str]) -> Iterator[Finding]:
    """A heading more than one level under the one before it: the outline of the page has a hole."""
    for code in languages:
        before = FIRST_LEVEL
        for block in blocks:
            said = block["texts"].get(code, {}) if block["kind"] in BLOCKS else {}
            if block["kind"] == "callout":
                continue
            for marks in HEADING.findall(FENCED.sub("", said.get("text", ""))):
                level = min(max(len(marks), HIGHEST_SHOWN), LOWEST_SHOWN)
                if level > before + 1:
                    message = _("A heading is left out here: level %(level)s follows %(before)s.")
                    yield Finding(
                        "heading-jump",
                        False,
                        message % {"level": level, "before": before},
                        block=block["uid"],
                        field="text",
                        language=code,
                    )
                before = level


def _stale(behind: Mapping[str, str], language: str) -> Iterator[Finding]:
    for place in behind:
        block, _dot, field = place.rpartition(".")
        message = _("The other language has changed since this was translated.")
        yield Finding("stale", False, message, "", block, field, language)


# --- the course ----------------------------------------------------------------------------------


def check_course(
    outline: Outline,
    *,
    known_levels: Mapping[str, set[int]],
    alignments: Mapping[str, list[dict[str, Any]]],
) -> list[Finding]:
    """Findings in the outline of a draft.

    known_levels: competency code → the levels that can be claimed.  alignments: unit uid → what it
    claims.
    """
    found = [*_about_course(outline), *_waiting(outline), *_unreachable(outline)]
    found += gate_findings(outline, known_levels, alignments)
    evidenced = set()
    for item in outline.items:
        uid = str(item.uid)
        found += [replace(one, unit=uid) for one in _rules(item)]
        for one in alignments.get(uid, []):
            if one["level"] not in known_levels.get(one["competency"], set()):
                message = _("The competency map has no “%(code)s” at level %(level)s.") % {
                    "code": one["competency"],
                    "level": one["level"],
                }
                found.append(Finding("no-competency", True, message, unit=uid))
            elif item.requirement == Met.SCORE or item.measure_block:
                evidenced.add(one["competency"])
    for item in outline.items:
        for one in alignments.get(str(item.uid), []):
            if one["competency"] in known_levels and one["competency"] not in evidenced:
                message = _(
                    "%s is claimed, but no unit assesses it, so nobody can show it here. Ask for a "
                    "score in a unit that claims it, or measure it there."
                )
                finding = Finding("no-evidence", False, message % one["competency"])
                found.append(replace(finding, unit=str(item.uid)))
                evidenced.add(one["competency"])
    return found


def _about_course(outline: Outline) -> Iterator[Finding]:
    if not text(outline.title):
        yield Finding("no-course-title", True, _("The course has no title."))
    else:
        for code in outline.languages:
            for said, name in (
                (outline.title, _("The title of the course is not translated.")),
                (outline.summary, _("The course has no summary in this language.")),
            ):
                if not said.get(code):  # type: ignore[call-overload]
                    yield Finding("untranslated", False, name, language=code)
    if not outline.items:
        message = _("A course needs at least one unit before it can be published.")
        yield Finding("empty", True, message)
    elif not any(item.required for item in outline.items):
        yield Finding("nothing-required", True, _("A course needs at least one required unit."))


def _rules(item: OutlineItem) -> Iterator[Finding]:
    if item.requirement == Met.SCORE and item.score_block is None:
        message = _("The unit “%s” asks for a score but has no quiz.") % text(item.title)
        yield Finding("no-quiz", True, message)
    if item.requirement == Met.ANSWER and not item.asks:
        message = _("The unit “%s” is done by answering, but has no survey or self-rating.")
        yield Finding("no-survey", True, message % text(item.title))
    if item.requirement == Met.MEASURED and item.measure_block is None:
        message = _("The unit “%s” is done by being measured, but has no calibration.")
        yield Finding("no-calibration", True, message % text(item.title))


def _waiting(outline: Outline) -> Iterator[Finding]:
    known = set(outline.by_uid)
    for item in outline.items:
        if not set(item.waits_for) <= known:
            message = _("The unit “%s” waits for a unit that is not in the course.")
            yield Finding("waits-for-nothing", True, message % text(item.title), unit=str(item.uid))
    waits = {str(item.uid): {str(uid) for uid in item.waits_for} for item in outline.items}
    if closed := circle(waits):
        names = {str(item.uid): text(item.title) for item in outline.items}
        shown = " → ".join(names[uid] for uid in closed)
        message = _("These units wait for each other: %s.") % shown
        yield Finding("circle", True, message, unit=closed[0])


def _unreachable(outline: Outline) -> Iterator[Finding]:
    """What follows on something that cannot be done. That itself stops publishing already; this
    tells the authors of what comes after it."""
    waits = {item.uid: set(item.waits_for) for item in outline.items}
    closed = set(circle({str(uid): {str(one) for one in ones} for uid, ones in waits.items()}))
    stuck = {
        item.uid
        for item in outline.items
        if str(item.uid) in closed or any(_rules(item)) or not waits[item.uid] <= waits.keys()
    }
    lost = set(stuck)
    while reached := {uid for uid in waits.keys() - lost if waits[uid] & lost}:
        lost |= reached
    for item in outline.items:
        if item.uid in lost - stuck:
            before = next(one for one in outline.items if one.uid in waits[item.uid] & lost)
            message = _("Nobody can get to this unit: it waits for “%s”, which cannot be done.")
            said = message % text(before.title)
            yield Finding("unreachable", False, said, unit=str(item.uid))


def languages_of(outline: Outline) -> tuple[str, ...]:
    """What the course promises to be readable in."""
    return outline.languages or LANGUAGES[:1]
