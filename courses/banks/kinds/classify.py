"""Classifying: which class something belongs to, with an identification key to open beside it.

The answer is an option's key; the options' keys are the classes. The key to identify by is the
body's `couplets`: the key of the item itself is something else.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds import options
from courses.banks.kinds.base import Body, read_order
from courses.banks.kinds.single import Single
from lms.common.languages import Pair
from lms.common.yamlnodes import Fields

MOST_COUPLETS = 30
LEADS = 2


class Classify(Single):
    """One class out of several. couplets: of the identification key, numbered from 1, each with two
    leads; a lead goes `to` a later couplet's number or to an option.  description: what is to be
    classified, in words (Markdown)."""

    name = "classify"
    known = options.KNOWN | {"couplets", "description"}

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        read = options.read_options(fields, languages)
        if read and sum(option["right"] for option in read) != 1:
            fields.fault(_("Exactly one option must be right."), "options")
        body: Body = {"options": read} | read_order(fields)
        if fields.has("description"):
            body["description"] = fields.pair("description", languages=languages, most=3000)
        if fields.has("couplets"):
            body["couplets"] = _read_couplets(fields, languages, options.option_keys(body))
        return body


def _read_couplets(
    fields: Fields, languages: tuple[str, ...], classes: Sequence[str]
) -> list[dict[str, Any]]:
    """Couplets as written; a lead only goes forward, so that every way through the key ends, and
    every couplet and class is led to."""
    couplets: list[dict[str, Any]] = []
    nodes = fields.entries("couplets", least=1, most=MOST_COUPLETS)
    numbers = [str(n) for n in range(1, len(nodes) + 1)]
    for n, node in enumerate(nodes, 1):
        couplet = Fields(node, fields.faults, known={"leads"})
        leads = []
        for one in couplet.entries("leads", least=LEADS, most=LEADS):
            lead = Fields(one, fields.faults, known={"text", "to"})
            leads.append(
                {
                    "text": lead.pair("text", languages=languages, most=600),
                    "to": lead.choice("to", [*numbers[n:], *classes]),
                }
            )
        couplets.append({"leads": leads})
    reached = {lead["to"] for couplet in couplets for lead in couplet["leads"]}
    for name in [*numbers[1:], *classes]:
        if couplets and name not in reached:
            fields.fault(_("No lead of the identification key goes to “%s”.") % name, "couplets")
    return couplets


def steps_of(body: Body) -> list[dict[str, Any]]:
    """The identification key as a page shows it: couplets with their number, and of each lead its
    letter, its text, and the couplet or the name of the class that it goes to; none where the question
    has no key, of whatever kind it is."""
    if "couplets" not in body:
        return []
    names: dict[str, Pair] = {option["key"]: option["text"] for option in body["options"]}
    return [
        {
            "number": str(n),
            "leads": [
                {
                    "letter": letter,
                    "text": lead["text"],
                    "to": "" if lead["to"] in names else lead["to"],
                    "name": names.get(lead["to"]),
                }
                for letter, lead in zip("ab", couplet["leads"], strict=False)
            ],
        }
        for n, couplet in enumerate(body["couplets"], 1)
    ]
