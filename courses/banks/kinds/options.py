"""What single and multiple choice share: options with keys, texts and feedback."""

import random
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds.base import Body, Choice, arranged
from lms.common.yamlnodes import Fields

KNOWN = frozenset({"options", "shuffle"})
MOST = 12


def read_options(fields: Fields, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    """Options as written: key, right, text, feedback."""
    options: list[dict[str, Any]] = []
    for node in fields.entries("options", least=2, most=MOST):
        option = Fields(node, fields.faults, known={"key", "right", "text", "feedback"})
        read = {
            "key": option.key(),
            "right": option.flag("right"),
            "text": option.pair("text", languages=languages, most=600),
            "feedback": option.pair("feedback", languages=languages, required=False, most=1200),
        }
        if any(read["key"] == other["key"] for other in options):
            option.fault(_("The option “%s” stands here twice.") % read["key"], "key")
        options.append(read)
    return options


def option_keys(body: Body) -> list[str]:
    return [option["key"] for option in body["options"]]


def shown(
    body: Body, chosen: Collection[str], order: random.Random, *, truth: bool
) -> list[Choice]:
    """The options in their order for this attempt; with truth also which are right, and why."""
    return [
        Choice(
            key=option["key"],
            text=option["text"],
            chosen=option["key"] in chosen,
            right=option["right"] if truth else None,
            feedback=option["feedback"] if truth and option["key"] in chosen else None,
        )
        for option in arranged(body, "options", order)
    ]
