"""Trying a question while it is being written: the learner's own templates, and no record."""

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from courses.banks.kinds import KINDS
from courses.banks.models import Item, ItemVersion
from courses.banks.reading import ItemText
from courses.classroom.asking import ask, name_of, review, told_to_answer
from courses.content.models import Release
from courses.content.queries import outline_of

# A question that stands nowhere yet has no identity; its fields need a name all the same.
NOBODY = UUID(int=0)
SEED = 7


def asked_now(
    text: ItemText, language: str, *, draft: Release, answer: QueryDict | None = None
) -> SafeString:
    """The question as learners meet it in this language; with an answer, marked and explained.

    The text must be free of faults where an answer is to be marked.
    """
    # Where to read about it is a link: following it would leave what is being typed.
    body: dict[str, Any] = {"kind": text.kind, **text.body, "see": None}
    if body.get("picture") and not body["picture"].get("files"):
        body["picture"] = None
    version = ItemVersion(item=Item(uid=NOBODY), body=body)
    with override(language):
        if answer is None:
            return _question(ask(version, 1, seed=SEED))
        given = KINDS[text.kind].answer(body, answer, name_of(version))
        tried = ask(version, 1, seed=SEED, answer=given)
        if given is None or tried.error:
            return _question(told_to_answer(tried))
        shown = review(version, 1, seed=SEED, answer=given, outline=outline_of(draft))
        return render_to_string("components/reviewed.html", {"asked": shown, "numbered": False})


def _question(asked: Any) -> SafeString:
    context = {"asked": asked, "numbered": False, "open_hint": True}
    return render_to_string("components/question.html", context)
