"""A map with plots to be laid, as a package writes it: its parts, and what does not fit together."""

from django.utils.translation import gettext as _

from courses.banks.kinds.base import Body
from courses.banks.kinds.sampled import Area, cell_of, usable
from lms.common.wording import read_number, read_whole
from lms.common.yamlnodes import Fields

FREE, RANDOM, STRATIFIED, TRANSECT = "free", "random", "stratified", "transect"
DESIGNS = (FREE, RANDOM, STRATIFIED, TRANSECT)
MOST_PLOTS = 20
MOST_SIDE = 30


def lines(fields: Fields, name: str, *, required: bool = True) -> list[str]:
    return [
        " ".join(node.text.split()) for node in fields.entries(name, required=required, most=400)
    ]


def named(
    fields: Fields, name: str, languages: tuple[str, ...], *, plots: bool = False
) -> list[Body]:
    """Habitats: the letter of each, its name, and how many plots it should have."""
    found = []
    for node in fields.entries(name, required=False, most=8):
        known = {"key", "name", "plots"} if plots else {"key", "name"}
        one = Fields(node, fields.faults, known=known)
        read: Body = {"key": one.key(), "name": one.pair("name", languages=languages, most=60)}
        if plots:
            read["plots"] = one.integer("plots", 0, MOST_PLOTS, otherwise=0)
        found.append(read)
    return found


def faults_of(body: Body) -> list[tuple[str, str]]:
    """What does not fit together, by the name under which it stands."""
    rows = [row.split() for row in body["field"]]
    width = len(rows[0]) if rows else 0
    if not (2 <= len(rows) <= MOST_SIDE and 2 <= width <= MOST_SIDE):
        return [("field", _("A field has 2 to %s rows and columns.") % MOST_SIDE)]
    if any(len(row) != width or None in map(read_number, row) for row in rows):
        return [("field", _("Every row of a field has as many numbers as the first."))]
    if len(body["habitats"]) != len(rows) or {len(row) for row in body["habitats"]} != {width}:
        return [("habitats", _("The habitats need a letter for every number of the field."))]
    keys = [one["key"] for one in [*body["strata"], *body["closed"]]]
    short = all(len(key) == 1 for key in keys) and len(set(keys)) == len(keys)
    if not short or not set("".join(body["habitats"])) <= set(keys):
        return [("habitats", _("Every letter needs one name, among “strata” or “closed”."))]
    found: list[tuple[str, str]] = []
    body["field"] = [" ".join(f"{read_number(one):f}" for one in row) for row in rows]
    area = Area.of({**body, "path": []})
    for name in ("path", "drawn"):
        if any(not _is_said(one, area) for one in body[name]):
            found.append((name, _("Cells are written as “x y”, and lie on the map.")))
    if len(area.cells) < body["plots"]:
        found.append(("plots", _("There are more plots than cells.")))
    wanted = sum(one["plots"] for one in body["strata"])
    if body["design"] == STRATIFIED and wanted != body["plots"]:
        found.append(("strata", _("The plots of the strata do not add up to “plots”.")))
    if body["design"] == RANDOM and not found:
        drawn = [cell_of(one) for one in body["drawn"]]
        if len(usable(drawn, area, body["plots"])) < body["plots"]:
            found.append(("drawn", _("The draw does not hold enough cells that can be used.")))
    return found


def _is_said(said: str, area: Area) -> bool:
    parts = [read_whole(one, 2) for one in said.split()]
    return len(parts) == 2 and None not in parts and area.has((parts[0] or 0, parts[1] or 0))
