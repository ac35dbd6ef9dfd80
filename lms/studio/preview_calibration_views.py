"""Trying an exercise that measures in the preview: its examples, and its items one after another. Nothing
is stored: which items these are stands in the address, and what was answered nowhere."""

import secrets
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.banks.generators import Form, drawn, is_generated
from courses.banks.kinds import KINDS
from courses.banks.models import ItemVersion
from courses.calibration.choosing import Chosen, choose, serves
from courses.calibration.models import Phase
from courses.classroom.asking import Asked, ask, name_of, review, told_to_answer
from courses.classroom.calibrating import anchor_of, examples_among
from courses.content.blocks.calibration import Exercise, exercise_of
from lms.common.languages import current_language
from lms.common.wording import read_whole
from lms.studio.preview_look import Look, at_unit, previews, shown

# Of a practice, which has no end of its own.
PRACTISED = 10
# No longer than a number in an address may be.
SEED_BITS = 29


@dataclass(frozen=True)
class Tryout:
    """An exercise as it stands in what is looked at. stored: its block, rendered."""

    look: Look
    stored: dict[str, Any]
    exercise: Exercise
    block: UUID

    @property
    def title(self) -> dict[str, str]:
        said: dict[str, str] = {code: one["title"] for code, one in self.stored["texts"].items()}
        return said

    @cached_property
    def items(self) -> list[ItemVersion]:
        """Everything that it may ask."""
        assert self.look.item is not None
        _draws, found = self.look.edition.draws(self.look.item, self.block)
        return [one for versions in found.values() for one in versions]

    def chosen(self, phase: str, seed: int) -> list[Chosen]:
        """The items of one try."""
        sizes = {Phase.MEASURED: self.exercise.sitting, Phase.AIDED: self.exercise.aided}
        size = sizes.get(Phase(phase), PRACTISED)
        versions = [one for one in self.items if serves(one, phase)]
        return choose(versions, self.exercise.classes, size, seed=seed, met={})


def _tryout(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> Tryout:
    look = at_unit(request, look, uid)
    assert look.item is not None
    rendered = look.edition.blocks(look.item, current_language())
    said = look.edition.written(look.item)
    for one, written in zip(rendered, _known(said, rendered), strict=True):
        if one["uid"] == str(block) and one["kind"] == "calibration":
            settings = one["more"]["settings"]
            stored = {**one, "texts": written["texts"]}
            return Tryout(look, stored, exercise_of(settings), block)
    raise Http404(_("This unit has no such calibration."))


def _known(said: Sequence[Any], rendered: Sequence[Any]) -> list[Any]:
    """The blocks as written, of those that are shown."""
    there = {one["uid"] for one in rendered}
    return [one for one in said if one["uid"] in there]


@require_safe
@previews
def examples(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> HttpResponse:
    """The worked examples."""
    one = _tryout(request, look, uid, block)
    form = _form(request.GET.get("form", ""))
    asked = examples_among(one.items, one.exercise, block, form, one.look.edition.outline)
    if not asked:
        raise Http404(_("This exercise has no examples."))
    context = {
        "place": one.look.at,
        "item": one.look.item,
        "anchor": anchor_of(one.stored),
        "title": one.title,
        "asked": asked,
        "form": form,
        "has_words": any(is_generated(version.body) for version in one.items),
        "lens": urlencode(one.look.lens.query),
    }
    return shown(request, one.look, "classroom/examples.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@previews
def sitting(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> HttpResponse:
    """One item of a try; once it is answered, what is right. Beginning leads to the first of other
    items."""
    one = _tryout(request, look, uid, block)
    if request.method == "POST" and "phase" in request.POST:
        return redirect(_address(one, request.POST["phase"], _form(request.POST.get("form", ""))))
    seed = read_whole(request.GET.get("seed", ""))
    phase = request.GET.get("phase", "")
    if seed is None or phase not in Phase.values:
        return redirect(f"{one.look.ways.to('unit', uid)}#{anchor_of(one.stored)}")
    chosen = one.chosen(phase, seed)
    number = read_whole(request.GET.get("n", "1")) or 1
    if not 1 <= number <= len(chosen):
        raise Http404(_("This sitting has no such item."))
    form = _form(request.GET.get("form", ""))
    asked, cannot = _asked(request, chosen[number - 1], number, form, one)
    begun = {"seed": seed, "phase": phase, "form": form}
    context = {
        "item": one.look.item,
        "anchor": anchor_of(one.stored),
        "title": one.title,
        "asked": asked,
        "cannot": cannot,
        "phase": phase,
        "number": number,
        "of": len(chosen),
        "here": _at(one, begun, number),
        "following": _at(one, begun, number + 1) if number < len(chosen) else "",
        "otherwise": _at(one, {**begun, "form": _other(form)}, number),
        "form": form,
        "has_words": is_generated(chosen[number - 1].version.body),
    }
    return shown(request, one.look, "studio/preview_sitting.html", context)


def _asked(
    request: HttpRequest, chosen: Chosen, number: int, form: Form, one: Tryout
) -> tuple[Asked, bool]:
    """(the item to answer, or with what is right; whether they said that they cannot tell)."""
    version = copy(chosen.version)
    version.body = drawn(version.body, chosen.seed, form)
    if request.method != "POST":
        return ask(version, number, seed=chosen.seed), False
    kind = KINDS[version.body["kind"]]
    cannot = "cannot" in request.POST
    answer = None if cannot else kind.answer(version.body, request.POST, name_of(version))
    tried = ask(version, number, seed=chosen.seed, answer=answer)
    if not cannot and (answer is None or tried.error):
        return told_to_answer(tried), False
    outline = one.look.edition.outline
    return review(version, number, seed=chosen.seed, answer=answer, outline=outline), cannot


def _address(one: Tryout, phase: str, form: Form) -> str:
    if phase not in Phase.values:
        raise Http404
    return _at(one, {"seed": secrets.randbits(SEED_BITS), "phase": phase, "form": form}, 1)


def _at(one: Tryout, begun: dict[str, Any], number: int) -> str:
    assert one.look.item is not None
    address = one.look.ways.to("start-sitting", one.look.item.uid, one.block)
    return f"{address}&{urlencode({**begun, 'n': number})}"


def _form(said: str) -> Form:
    return Form.WORDS if said == Form.WORDS else Form.PICTURE


def _other(form: Form) -> Form:
    return Form.PICTURE if form is Form.WORDS else Form.WORDS
