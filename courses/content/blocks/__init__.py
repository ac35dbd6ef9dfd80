"""Block kinds, one file each: how a block is written, checked and shown."""

from courses.content.blocks import callout, check, file, image, quiz, text
from courses.content.blocks.base import BlockKind, Rendered, Source

BLOCKS: dict[str, BlockKind] = {
    kind.name: kind
    for kind in (
        text.Text(),
        image.Image(),
        file.File(),
        callout.Callout(),
        check.Check(),
        quiz.Quiz(),
    )
}

__all__ = ["BLOCKS", "BlockKind", "Rendered", "Source"]
