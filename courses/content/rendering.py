"""Unit versions as HTML, made before anybody asks for them."""

from typing import Any

from courses.banks.queries import latest_versions
from courses.content.blocks import BLOCKS
from courses.content.models import Release, RenderedUnit, UnitVersion
from lms.common.html import RENDERER, plain_text, render_markdown
from lms.common.languages import LANGUAGES, OTHER
from lms.common.search import indexed


def render_missing(release: Release) -> int:
    """Render every unit version of the release that is not yet there; how many were made."""
    versions = UnitVersion.objects.filter(pk__in=release.items.values("version"))
    known = set(
        RenderedUnit.objects.filter(version__in=versions, renderer=RENDERER).values_list(
            "version_id", "language"
        )
    )
    made = [
        rendered_unit(version, language)
        for version in versions
        for language in LANGUAGES
        if (version.pk, language) not in known
    ]
    RenderedUnit.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def reindex(release: Release) -> int:
    """Bring the words of its units to the questions they ask now: a question changes without its
    unit. How many were brought; a release of which nothing changed costs no writing."""
    versions = {version.pk: version for version in _asking(release)}
    rows = RenderedUnit.objects.filter(version__in=versions, renderer=RENDERER)
    changed = []
    for row in rows.defer("blocks"):
        words = _words(versions[row.version_id], row.language, row.plain)
        if words != row.words:
            row.words = words
            changed.append(row)
    RenderedUnit.objects.bulk_update(changed, ["words"])
    return len(changed)


def _asking(release: Release) -> list[UnitVersion]:
    versions = UnitVersion.objects.filter(pk__in=release.items.values("version"))
    return [version for version in versions if _asked(version)]


def _asked(version: UnitVersion) -> list[str]:
    return [uid for block in version.blocks for uid in block["settings"].get("items", [])]


def _words(version: UnitVersion, language: str, plain: str) -> str:
    """What search finds the unit by: its title, summary and text, and what its questions ask."""
    prompts = [
        plain_text(render_markdown(item.body["prompt"].get(language, ""), language))
        for item in latest_versions(_asked(version)).values()
    ]
    title = version.title.get(language) or version.title.get(OTHER[language], "")
    summary = version.summary.get(language, "")
    return indexed(" ".join([title, summary, plain, *prompts]), language)


def rendered_unit(version: UnitVersion, language: str) -> RenderedUnit:
    """One version in one language; a block without it shows in the other, marked as such."""
    blocks = [rendered_block(block, language) for block in version.blocks]
    plain = " ".join(block.pop("plain") for block in blocks)
    return RenderedUnit(
        version=version,
        language=language,
        renderer=RENDERER,
        blocks=blocks,
        plain=plain,
        words=_words(version, language, plain),
    )


def rendered_block(block: dict[str, Any], language: str) -> dict[str, Any]:
    """A stored block as a page needs it."""
    shown = language if block["texts"].get(language) else OTHER[language]
    kind = BLOCKS[block["kind"]]
    made = kind.render(block["settings"], block["texts"][shown], shown, block["key"])
    return {
        "uid": block["uid"],
        "key": block["key"],
        "kind": block["kind"],
        "preset": block["settings"].get("preset", ""),
        "attempts": block["settings"].get("attempts", 0),
        "html": made.html,
        "title": made.title,
        "language": shown,
        "plain": made.plain,
    }
