"""Block kinds, one file each: how a block is written, checked and shown."""

from collections.abc import Mapping
from typing import Any

from courses.content.blocks import (
    calibration,
    callout,
    check,
    embed,
    file,
    image,
    quiz,
    self_rating,
    survey,
    text,
    video,
)
from courses.content.blocks.base import BlockKind, Rendered, Source

BLOCKS: dict[str, BlockKind] = {
    kind.name: kind
    for kind in (
        text.Text(),
        image.Image(),
        file.File(),
        video.Video(),
        embed.Embed(),
        callout.Callout(),
        check.Check(),
        quiz.Quiz(),
        calibration.Calibration(),
        survey.Survey(),
        self_rating.SelfRating(),
    )
}


def drawn_by(block: Mapping[str, Any]) -> list[tuple[str, int]]:
    """(class, how many there must be at least): what a block takes from the bank beside the items that
    it lists. A calibration takes whatever there is of each of its classes."""
    settings = block["settings"]
    if block["kind"] == calibration.Calibration.name:
        return [(name, 1) for name in calibration.classes_of(settings)]
    return quiz.draws_of(settings)


# What learners answer without right or wrong; a unit may be done by that.
ANSWERED = ("survey", "self-rating")


def fields_of(name: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the texts of a block of this kind, in the order in which they are written; none
    where the kind is not known. The questions of a survey have texts of their own."""
    kind = BLOCKS.get(name)
    if kind is None:
        return ()
    return (*kind.fields, *(kind.more_fields(settings) if isinstance(kind, survey.Survey) else ()))


__all__ = ["ANSWERED", "BLOCKS", "BlockKind", "Rendered", "Source", "drawn_by", "fields_of"]
