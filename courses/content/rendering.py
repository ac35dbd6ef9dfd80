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


def rendered_unit(version: UnitVersion, language: str) -> RenderedUnit:
    """One version in one language; a block without it shows in the other, marked as such."""
    blocks = [rendered_block(block, language) for block in version.blocks]
    asked = [uid for block in version.blocks for uid in block["settings"].get("items", [])]
    prompts = [
        plain_text(render_markdown(item.body["prompt"].get(language, ""), language))
        for item in latest_versions(asked).values()
    ]
    title = version.title.get(language) or version.title.get(OTHER[language], "")
    summary = version.summary.get(language, "")
    plain = " ".join(block.pop("plain") for block in blocks)
    return RenderedUnit(
        version=version,
        language=language,
        renderer=RENDERER,
        blocks=blocks,
        plain=plain,
        words=indexed(" ".join([title, summary, plain, *prompts]), language),
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
