"""Block kinds, one file each: how a block is written, checked and shown."""

from collections.abc import Mapping
from typing import Any

from courses.content.blocks import (
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
        survey.Survey(),
        self_rating.SelfRating(),
    )
}


# What learners answer without right or wrong; a unit may be done by that.
ANSWERED = ("survey", "self-rating")


def fields_of(name: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the texts of a block of this kind, in the order in which they are written; none
    where the kind is not known. The questions of a survey have texts of their own."""
    kind = BLOCKS.get(name)
    if kind is None:
        return ()
    return (*kind.fields, *(kind.more_fields(settings) if isinstance(kind, survey.Survey) else ()))


__all__ = ["ANSWERED", "BLOCKS", "BlockKind", "Rendered", "Source", "fields_of"]
