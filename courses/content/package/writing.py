"""A course as a package: the files from which courses.content.package.reading reads the same again.

What nothing leads to is left out, as reading would refuse it: questions that no block asks, passages
and units that are no longer there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import yaml

from courses.banks.generators import is_generated
from courses.banks.kinds import KINDS
from courses.banks.models import Item, ItemVersion
from courses.banks.queries import for_quizzes, latest_versions, newest_by_class
from courses.content.blocks import ANSWERED, BLOCKS, drawn_by, fields_of
from courses.content.blocks.calibration import REASON, classes_of, words_of
from courses.content.blocks.quiz import draws_of
from courses.content.blocks.survey import questions_of, said_of
from courses.content.blocks.video import WEBVTT
from courses.content.models import Met, Release, ReleaseItem, ReleaseModule
from courses.content.opening import opening_from
from courses.content.package.documents import FILED, DocumentNames
from courses.content.package.files import PackageFiles
from courses.content.package.pictures import PictureNames
from courses.content.package.reading import FORMAT
from courses.content.package.units import OPENS
from courses.content.queries import Written, written_units
from lms.common.languages import LANGUAGES, Pair
from lms.common.wording import printable

# Lines that reading would take for a keyed line or the edge of code.
MARKED = re.compile(r"^(\\*(?::::|```))", re.MULTILINE)
ESCAPED = re.compile(r"^(\\+(?::::|```))", re.MULTILINE)


class Dumper(yaml.SafeDumper):
    """YAML for people: long texts in blocks, lists under their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)  # type: ignore[no-untyped-call, no-any-return]


def _text_node(dumper: Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


Dumper.add_representer(str, _text_node)


def package_of(release: Release) -> PackageFiles:
    """The draft with what is being written, or a numbered release."""
    units = written_units(release, is_folded=release.number is not None)
    return _Package(release, units, _asked(release, units)).files()


def _asked(release: Release, units: Iterable[Written]) -> dict[str, ItemVersion]:
    """Item uid → the version that is asked."""
    if release.number is not None:
        pins = release.pins.select_related("item_version__item")
        return {str(pin.item_uid): pin.item_version for pin in pins}
    uids = [
        uid
        for unit in units
        for block in unit.content["blocks"]
        for uid in block["settings"].get("items", [])
    ]
    listed = latest_versions(uids) if uids else {}
    drawn = {name for unit in units for name, _k in _draws(unit)}
    measured = {
        name
        for unit in units
        for block in unit.content["blocks"]
        for name in classes_of(block["settings"])
    }
    there = newest_by_class(release.course.bank_id, drawn)
    return listed | {
        str(one.item.uid): one
        for name, rows in there.items()
        for one in rows
        if name in measured or for_quizzes(one)
    }


def _draws(unit: Written) -> list[tuple[str, int]]:
    return [draw for block in unit.content["blocks"] for draw in drawn_by(block)]


@dataclass
class _Package:
    release: Release
    units: list[Written]
    items: dict[str, ItemVersion]

    def __post_init__(self) -> None:
        self.languages = [str(code) for code in self.release.languages] or [*LANGUAGES]
        self.keys = {str(one.item.unit.uid): one.item.unit.key for one in self.units}
        self.places = {
            (one.item.unit.key, block["key"])
            for one in self.units
            for block in one.content["blocks"]
        }
        self.pictures = PictureNames(self.languages)
        self.documents = DocumentNames(self.languages)
        # Whether a text is missing somewhere, which only an unfinished package may lack.
        self.lacks = False

    def files(self) -> PackageFiles:
        files = PackageFiles()
        files.texts["course.yaml"] = ""
        written: set[str] = set()
        self.lacks |= not (self.units and self.release.outcomes and self.release.licence)
        for one in self.units:
            key = one.item.unit.key
            self.lacks |= not one.content["blocks"]
            for code in self.languages:
                files.texts[f"units/{key}.{code}.md"] = self._unit_text(one.content, code)
            mine = [
                uid
                for block in one.content["blocks"]
                for uid in block["settings"].get("items", [])
                if uid in self.items and uid not in written
            ]
            written |= set(mine)
            if mine:
                items = [self._item(self.items[uid]) for uid in dict.fromkeys(mine)]
                files.texts[f"items/{key}.yaml"] = dumped({"items": items})
            self.lacks |= self._draws_too_much(one)
        if drawn := [version for uid, version in self.items.items() if uid not in written]:
            name = "drawn" if "drawn" not in self.keys.values() else "drawn-too"
            items = [self._item(version) for version in drawn]
            files.texts[f"items/{name}.yaml"] = dumped({"items": items})
        files.texts["course.yaml"] = dumped(self._course())
        files.pictures = self.pictures.contents()
        files.documents = self.documents.contents()
        return files

    def _draws_too_much(self, unit: Written) -> bool:
        listed = {
            uid for block in unit.content["blocks"] for uid in block["settings"].get("items", ())
        }
        there = Counter(
            version.item.category for uid, version in self.items.items() if uid not in listed
        )
        return any(there[name] < k for name, k in _draws(unit))

    # --- course.yaml -----------------------------------------------------------------------------

    def _course(self) -> dict[str, Any]:
        release = self.release
        course = {
            "format": FORMAT,
            "slug": release.course.slug,
            "languages": self.languages,
            "audience": release.audience,
            "licence": release.licence,
            "drawing": release.drawing,
            **{
                name: self._pair(getattr(release, name))
                for name in ("title", "summary", "description")
            },
            "outcomes": [self._pair(one) for one in release.outcomes],
            "can_be_asked": self._pair(release.can_be_asked),
            "modules": [self._module(row) for row in release.modules.order_by("position")],
        }
        course = {name: said for name, said in course.items() if said not in ("", {}, [])}
        return {"format": FORMAT, "unfinished": True, **course} if self.lacks else course

    def _module(self, row: ReleaseModule) -> dict[str, Any]:
        mine = [one for one in self.units if one.item.module_id == row.pk]
        module: dict[str, Any] = {"key": row.key, "title": self._pair(row.title)}
        if row.in_order:
            module["in_order"] = True
        if row.choose is not None:
            module["rule"] = row.choose
        if after := self._after(row.opens_after):
            module["opens_after"] = after
        module |= _opening(row.opening)
        self.lacks |= not mine
        return {**module, "units": [self._unit(one.item, one.content) for one in mine]}

    def _unit(self, item: ReleaseItem, content: Mapping[str, Any]) -> dict[str, Any]:
        unit: dict[str, Any] = {"key": item.unit.key, "title": self._pair(content["title"])}
        if any(content["summary"].values()):
            unit["summary"] = self._pair(content["summary"])
        unit["minutes"] = content["minutes"]
        if not item.required:
            unit["required"] = False
        if item.required_from is not None:
            unit["required_from"] = item.required_from.isoformat()
        if item.requirement == Met.SCORE:
            quizzes = sum(block["kind"] == "quiz" for block in content["blocks"])
            self.lacks |= quizzes != 1
            unit["requirement"] = f"score {item.score_at_least}"
        if item.requirement == Met.ANSWER:
            self.lacks |= not any(block["kind"] in ANSWERED for block in content["blocks"])
            unit["requirement"] = item.requirement
        if item.requirement == Met.MEASURED:
            self.lacks |= not any(block["kind"] == "calibration" for block in content["blocks"])
            unit["requirement"] = f"measured {item.level_at_least or ''}".strip()
        claims = [(one["competency"], one["level"]) for one in content["alignments"]]
        if claims:
            unit["aligns"] = [f"{code}@{level}" for code, level in sorted(claims)]
        if after := self._after(item.opens_after):
            unit["opens_after"] = after
        unit |= _opening(item.opening)
        if item.skipped_by:
            unit["skipped_by"] = item.skipped_by
        return unit

    def _after(self, uids: Iterable[str]) -> list[str]:
        return [self.keys[uid] for uid in uids if uid in self.keys]

    def _pair(self, pair: Pair) -> dict[str, str]:
        said = {code: printable(str(pair.get(code) or "")).strip() for code in self.languages}
        self.lacks |= not all(said.values())
        return {code: one for code, one in said.items() if one}

    # --- units -----------------------------------------------------------------------------------

    def _unit_text(self, content: Mapping[str, Any], language: str) -> str:
        parts = []
        for block in content["blocks"]:
            if block["kind"] not in BLOCKS:
                continue
            words = " ".join([block["kind"], block["key"], *self._words(block)])
            kind = BLOCKS[block["kind"]]
            names = fields_of(kind.name, block["settings"])
            texts = dict.fromkeys(names, "") | block["texts"].get(language, {})
            self.lacks |= bool(kind.faults(block["settings"], texts))
            body = escaped(_body(names, texts))
            parts.append(f"::: {words}\n\n{body}\n" if body else f"::: {words}\n")
        return "\n".join(parts)

    def _words(self, block: Mapping[str, Any]) -> Iterable[str]:
        settings = block["settings"]
        files = settings.get("files", {})
        if block["kind"] in FILED and len({one["address"] for one in files.values()}) == 1:
            # A file of each language says by its name which one it is.
            language = next(iter(files.values()))["language"]
            yield from [f"language={language}"] if language else []
        if block["kind"] == "calibration":
            self.lacks |= not settings["classes"]
            yield from (f"{name}={value}" for name, value in words_of(settings).items())
            return
        for name, value in settings.items():
            if name == "files":
                continue
            if name == "items":
                keys = [self.items[uid].item.key for uid in value if uid in self.items]
                value = ",".join(keys)
                self.lacks |= not keys and not settings.get("draw")
            elif name == "draw":
                value = ",".join(f"{quote(name, safe='')}:{k}" for name, k in draws_of(settings))
            elif name == "src":
                names = self.documents if block["kind"] in FILED else self.pictures
                value = names.name(value, files)
                self.lacks |= not value and not settings.get("address")
            elif name == "address":
                self.lacks |= not value and not settings.get("src")
            elif name == "questions":
                self.lacks |= not value
                value = said_of(questions_of(settings))
            if value is True:
                yield name
            elif value is not False and value is not None and value != "":
                yield f"{name}={value}"

    # --- items -----------------------------------------------------------------------------------

    def _item(self, version: ItemVersion) -> dict[str, Any]:
        body, kept = version.body, version.item
        item: dict[str, Any] = {"key": kept.key, "kind": body["kind"]}
        if kept.category:
            item["class"] = kept.category
        item["difficulty"] = kept.difficulty
        if kept.pool != Item.Pool.PRACTICE:
            item["pool"] = kept.pool
        if (see := body.get("see")) and (see["unit"], see["block"]) in self.places:
            item["see"] = {"unit": see["unit"], "block": see["block"]}
        if is_generated(body):
            del item["kind"]
            return {**item, "generator": body["generator"], "values": dict(body["values"])}
        item["prompt"] = self._pair(body["prompt"])
        if picture := body.get("picture"):
            item["picture"] = {
                "src": self.pictures.name(picture["src"], picture.get("files", {})),
                "alt": self._pair(picture["alt"]),
            }
        for name in [*sorted(KINDS[body["kind"]].known), "hint", "explanation"]:
            if name in body and (said := self._plain(body[name])) not in (None, "", {}, []):
                item[name] = said
        self.lacks |= "explanation" not in item
        return item

    def _plain(self, value: Any) -> Any:
        """The part of a question as a file says it: in the course's languages, nothing empty."""
        if isinstance(value, list):
            return [self._plain(one) for one in value]
        if isinstance(value, dict):
            shown = {
                name: self._plain(one)
                for name, one in value.items()
                if name not in LANGUAGES or name in self.languages
            }
            said = {name: one for name, one in shown.items() if one not in (None, "", {}, [])}
            is_pair = bool(said) and set(value) <= set(LANGUAGES)
            self.lacks |= is_pair and len(said) < len(self.languages)
            return said
        return printable(value).strip() if isinstance(value, str) else value


def dumped(value: object) -> str:
    """YAML as authors write it."""
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100)


def _opening(stored: Mapping[str, Any]) -> dict[str, Any]:
    opening = opening_from(stored)
    said: dict[str, Any] = {}
    if opening.on:
        said["opens_on"] = opening.on.isoformat()
    if opening.days:
        said["opens_after_days"] = opening.days
    if opening.shown:
        said["opens_with"] = [str(claim) for claim in opening.shown]
    return said


def _body(fields: tuple[str, ...], texts: Mapping[str, str]) -> str:
    said = {name: printable(texts.get(name, "").replace("\r\n", "\n")) for name in fields}
    if fields == ("text",):
        return said["text"].strip("\n")
    if fields[0] == "title" and len(fields) == 2:
        title, text = _on_one_line(said["title"]), said[fields[1]].strip("\n")
        if title or text.startswith("# "):
            # Without a title of its own, a text that begins like one stands under an empty one.
            return f"# {title}\n\n{text}".rstrip("\n")
        return text
    if "reason" in fields:
        above = _body(("title", "text"), said)
        reason = _on_one_line(said["reason"])
        return "\n\n".join(filter(None, [above, f"{REASON} {reason}" if reason else ""]))
    if "captions" in fields:
        words = said["captions"].strip()
        # Captions that nobody has finished yet would read as the paragraph above them.
        begun = not words or words.startswith(WEBVTT)
        said["captions"] = words if begun else f"{WEBVTT}\n\n{words}"
        above = _body(("title", "about"), said)
        return "\n\n".join(filter(None, [above, said["captions"]]))
    lines = {name: _on_one_line(text) for name, text in said.items()}
    return "\n".join(f"{name}: {line}" for name, line in lines.items() if line)


def _on_one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.split("\n") if line.strip())


def escaped(body: str) -> str:
    """The body so that reading finds just it: a line that would open a block, and code that never
    ends, begin with a backslash."""
    fenced = False
    for line in body.split("\n"):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and OPENS.match(line):
            return MARKED.sub(r"\\\1", body)
    return (MARKED if fenced else ESCAPED).sub(r"\\\1", body)
