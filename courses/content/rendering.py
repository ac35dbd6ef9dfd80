"""Unit versions as HTML, made before anybody asks for them."""

from collections.abc import Collection, Mapping
from typing import Any

from courses.banks.models import ItemVersion
from courses.banks.queries import latest_versions
from courses.content.blocks import BLOCKS, fields_of
from courses.content.blocks.quiz import USUALLY
from courses.content.blocks.video import captioned
from courses.content.models import Release, RenderedUnit, UnitVersion
from lms.common.html import RENDERER, plain_text, render_markdown
from lms.common.languages import LANGUAGES, OTHER
from lms.common.search import indexed


def render_missing(release: Release) -> int:
    """Render every unit version of the release that is not yet there; how many were made."""
    versions = list(UnitVersion.objects.filter(pk__in=release.items.values("version")))
    return len(render_versions(versions, LANGUAGES)) * len(LANGUAGES)


def render_versions(
    versions: Collection[UnitVersion],
    languages: Collection[str],
    items: Mapping[str, ItemVersion] | None = None,
) -> set[int]:
    """Render those of the versions that are not yet there; their ids.

    items: item uid → newest version, of the questions they ask, where they are at hand.
    """
    known = set(
        RenderedUnit.objects.filter(version__in=versions, renderer=RENDERER).values_list(
            "version_id", "language"
        )
    )
    missing = [
        version
        for version in versions
        if any((version.pk, code) not in known for code in languages)
    ]
    if items is None:
        items = latest_versions({uid for version in missing for uid in _asked(version)})
    RenderedUnit.objects.bulk_create(
        [
            rendered_unit(version, language, items)
            for version in missing
            for language in languages
            if (version.pk, language) not in known
        ],
        ignore_conflicts=True,
    )
    return {version.pk for version in missing}


def reindex(
    versions: Collection[UnitVersion], items: Mapping[str, ItemVersion] | None = None
) -> int:
    """Bring the words of these units to the questions they ask now: a question changes without its
    unit. How many were brought; what says the same costs no writing."""
    asking = {version.pk: version for version in versions if _asked(version)}
    if not asking:
        return 0
    if items is None:
        items = latest_versions({uid for version in asking.values() for uid in _asked(version)})
    rows = RenderedUnit.objects.filter(version__in=asking, renderer=RENDERER)
    changed = []
    for row in rows.defer("blocks"):
        words = _words(asking[row.version_id], row.language, row.plain, items)
        if words != row.words:
            row.words = words
            changed.append(row)
    RenderedUnit.objects.bulk_update(changed, ["words"])
    return len(changed)


def _asked(version: UnitVersion) -> list[str]:
    return [uid for block in version.blocks for uid in block["settings"].get("items", [])]


def _words(
    version: UnitVersion, language: str, plain: str, items: Mapping[str, ItemVersion]
) -> str:
    """What search finds the unit by: its title, summary and text, and what its questions ask."""
    prompts = [
        plain_text(render_markdown(items[uid].body["prompt"].get(language, ""), language))
        for uid in _asked(version)
        if uid in items
    ]
    title = version.title.get(language) or version.title.get(OTHER[language], "")
    summary = version.summary.get(language, "")
    return indexed(" ".join([title, summary, plain, *prompts]), language)


def rendered_unit(
    version: UnitVersion, language: str, items: Mapping[str, ItemVersion] | None = None
) -> RenderedUnit:
    """One version in one language; a block without it shows in the other, marked as such.

    items: item uid → newest version, of the questions it asks, where they are at hand.
    """
    blocks = [rendered_block(block, language) for block in version.blocks]
    plain = " ".join(block.pop("plain") for block in blocks)
    known = latest_versions(_asked(version)) if items is None else items
    return RenderedUnit(
        version=version,
        language=language,
        renderer=RENDERER,
        blocks=blocks,
        plain=plain,
        words=_words(version, language, plain, known),
    )


def rendered_block(block: dict[str, Any], language: str) -> dict[str, Any]:
    """A stored block as a page needs it."""
    shown = language if block["texts"].get(language) else OTHER[language]
    kind = BLOCKS[block["kind"]]
    names = fields_of(block["kind"], block["settings"])
    texts = dict.fromkeys(names, "") | block["texts"][shown]
    made = kind.render(block["settings"], texts, shown, block["key"])
    more = made.more | (captioned(block["texts"], language) if kind.name == "video" else {})
    return {
        "uid": block["uid"],
        "key": block["key"],
        "kind": block["kind"],
        "preset": block["settings"].get("preset", ""),
        "attempts": block["settings"].get("attempts", 0),
        # Blocks rendered before there were such rules have none.
        "rules": {name: said for name, said in block["settings"].items() if name in USUALLY},
        "html": made.html,
        "title": made.title,
        "language": shown,
        "plain": made.plain,
        **({"more": more} if more else {}),
    }
