"""What a button of the outline page does: from the posted words to the action, and where to look
afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from courses.content.access import unit_of
from courses.content.actions import outlining
from courses.content.actions.drafting import Saved, Typed, save_texts
from courses.content.models import Course
from courses.content.queries import working_of
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, Pair, in_language
from lms.common.transactions import atomic
from lms.common.wording import read_whole
from lms.studio.outline_opening import posted_choose, posted_opening, posted_skip
from lms.studio.outlines import UNDO_PLACE


@dataclass(frozen=True)
class Asked:
    """One press of a button. target: the unit, module or change it is about."""

    course: Course
    target: str
    posted: QueryDict
    by: User
    on: datetime
    renamed: dict[str, Any] | None

    @property
    def who(self) -> dict[str, Any]:
        """Who changes it, and when, as actions ask."""
        return {"by": self.by, "on": self.on}

    @property
    def title(self) -> Pair:
        """The title in both languages, as typed."""
        return {code: self.posted.get(f"title_{code}", "") for code in LANGUAGES}  # type: ignore[misc, return-value]

    @property
    def uid(self) -> UUID:
        """The unit's identity."""
        try:
            return UUID(self.target)
        except ValueError:
            raise Refusal(
                "no-unit", _("This unit is no longer here. Somebody may have removed it.")
            ) from None


@dataclass(frozen=True)
class Done:
    """at: where on the page to look.  renamed: what the undo of a new title needs.
    writes: the unit whose editor opens instead."""

    at: str
    renamed: dict[str, Any] | None = None
    said: str = ""
    writes: UUID | None = None


def act(asked: Asked, verb: str) -> Done:
    """Do it, or refuse."""
    if verb not in ACTS:
        raise Refusal("no-act", _("This page is out of date. Nothing was changed."))
    return ACTS[verb](asked)


def _add_module(asked: Asked) -> Done:
    key = outlining.add_module(asked.course, asked.title, **asked.who)
    return Done(f"add-{key}")


def _add_unit(asked: Asked) -> Done:
    unit = outlining.add_unit(asked.course, asked.target, asked.title, **asked.who)
    # Whoever writes an outline adds one title after another; others write the unit at once.
    writes = unit.uid if "write" in asked.posted else None
    return Done(f"add-{asked.target}", writes=writes)


def _set_module(asked: Asked) -> Done:
    outlining.set_module(
        asked.course,
        asked.target,
        title=asked.title,
        in_order="in_order" in asked.posted,
        opens_after=asked.posted.getlist("opens_after"),
        opening=posted_opening(asked.posted),
        choose=posted_choose(asked.posted),
        **asked.who,
    )
    return Done(f"m-{asked.target}")


def _move_module(places: int) -> Callable[[Asked], Done]:
    def move(asked: Asked) -> Done:
        moved = outlining.move_module(asked.course, asked.target, by_places=places, **asked.who)
        return Done(f"m-{asked.target}", said="" if moved else _edge())

    return move


def _step_unit(places: int) -> Callable[[Asked], Done]:
    def step(asked: Asked) -> Done:
        moved = outlining.step_unit(asked.course, str(asked.uid), by_places=places, **asked.who)
        return Done(f"u-{asked.uid}", said="" if moved else _edge())

    return step


def _edge() -> str:
    return _("It is at the edge of the course already.")


def _put_unit(asked: Asked) -> Done:
    module, _colon, place = asked.posted.get("to", "").rpartition(":")
    if not place.isdecimal() or len(place) > 4:
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    outlining.put_unit(asked.course, str(asked.uid), module=module, place=int(place), **asked.who)
    return Done(f"u-{asked.uid}")


def _switch(asked: Asked) -> Done:
    outlining.switch_required(asked.course, str(asked.uid), **asked.who)
    return Done(f"u-{asked.uid}")


def _remove_module(asked: Asked) -> Done:
    outlining.remove_module(asked.course, asked.target, **asked.who)
    return Done(UNDO_PLACE)


def _remove_unit(asked: Asked) -> Done:
    outlining.remove_unit(asked.course, str(asked.uid), **asked.who)
    return Done(UNDO_PLACE)


def _leave_out_unwritten(asked: Asked) -> Done:
    outlining.leave_out_unwritten(asked.course, **asked.who)
    return Done(UNDO_PLACE)


def _put_back(asked: Asked) -> Done:
    unit = unit_of(asked.course, asked.uid)
    outlining.put_back(asked.course, unit, asked.posted.get("module", ""), **asked.who)
    return Done(f"u-{asked.uid}")


def _undo(asked: Asked) -> Done:
    change = int(asked.target) if asked.target.isdecimal() and len(asked.target) < 19 else 0
    outlining.undo(asked.course, change, **asked.who)
    return Done("outline", said=_("Taken back. The outline is as it was before."))


# --- a unit's title and rules --------------------------------------------------------------------


@atomic
def _set_unit(asked: Asked) -> Done:
    score = asked.posted.get("score", "").strip()
    outlining.set_unit_rules(
        asked.course,
        str(asked.uid),
        required="required" in asked.posted,
        requirement=asked.posted.get("requirement", ""),
        score_at_least=int(score) if score.isdecimal() and len(score) < 4 else None,
        level_at_least=_level(asked.posted.get("level", "").strip()),
        opens_after=asked.posted.getlist("opens_after"),
        opening=posted_opening(asked.posted),
        skipped_by=posted_skip(asked.posted),
        **asked.who,
    )
    said = {code: " ".join(asked.posted.get(f"title_{code}", "").split()) for code in LANGUAGES}
    if not any(said.values()):
        raise Refusal("no-title", _("Write a title, in one language at least."))
    seen = {code: asked.posted.get(f"seq_{code}", "") for code in LANGUAGES}
    return Done(f"u-{asked.uid}", renamed=_rename(asked, said, seen))


def _level(said: str) -> int:
    """The level to reach; 0 for any result. What is no level is refused as one that there is not."""
    if not said:
        return 0
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else -1


def _name_back(asked: Asked) -> Done:
    renamed = asked.renamed
    if not renamed or renamed["uid"] != str(asked.uid):
        raise Refusal("too-late", _("Something else has changed since; this cannot be undone."))
    _rename(asked, renamed["was"], renamed["seqs"])
    return Done(f"u-{asked.uid}", said=_("Taken back. The outline is as it was before."))


RENAMED = gettext_lazy("“%(old)s” is now called “%(new)s”.")


def _rename(asked: Asked, said: dict[str, str], seen: dict[str, Any]) -> dict[str, Any] | None:
    """Give the unit its titles; what taking that back needs, if anything has changed."""
    unit = unit_of(asked.course, asked.uid)
    before = working_of(unit)
    was = {code: before.text(code, "title") for code in LANGUAGES}
    if said == was:
        return None
    seqs: dict[str, int] = {}
    for code in LANGUAGES:
        known = read_whole(str(seen[code]))
        typed = Typed(said[code], -1 if known is None else known)
        saved = save_texts(unit, code, {"title": typed}, by=asked.by, on=asked.on)
        _need_no_clash(saved)
        seqs[code] = saved.seqs["title"]
    return {
        "uid": str(unit.uid),
        "was": was,
        "seqs": seqs,
        "said": _in_both(was, said),
        "at": asked.on.isoformat(),
    }


def _need_no_clash(saved: Saved) -> None:
    for clash in saved.clashes:
        raise Refusal(
            "changed-meanwhile",
            _(
                "Somebody else has given this unit another title meanwhile: “%s”. Nothing was changed."
            )
            % clash.theirs,
        )


def _in_both(old: dict[str, str], new: dict[str, str]) -> Pair:
    made: Pair = {}
    for code in LANGUAGES:
        words = {
            name: in_language(title, code)[0]  # type: ignore[arg-type]
            for name, title in (("old", old), ("new", new))
        }
        with override(code):
            made[code] = str(RENAMED) % words  # type: ignore[literal-required]
    return made


ACTS: dict[str, Callable[[Asked], Done]] = {
    "add-module": _add_module,
    "add-unit": _add_unit,
    "module": _set_module,
    "module-up": _move_module(-1),
    "module-down": _move_module(1),
    "module-out": _remove_module,
    "unit": _set_unit,
    "up": _step_unit(-1),
    "down": _step_unit(1),
    "put": _put_unit,
    "switch": _switch,
    "out": _remove_unit,
    "unwritten-out": _leave_out_unwritten,
    "back": _put_back,
    "undo": _undo,
    "name-back": _name_back,
}
