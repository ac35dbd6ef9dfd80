"""What the form of an attempt says: answers, which of them were touched, and when."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest

from courses.assessment.actions.keeping import Sent
from courses.assessment.models import Response
from courses.classroom.asking import in_short, read_answers


def posted(request: HttpRequest, responses: Sequence[Response], on: datetime) -> Sent:
    """A form without a script holds all questions, and was sent now. A script names those that were
    touched (`only`), each with its moment by the server's clock in milliseconds (`t-…`), for it
    may have waited for a network since."""
    form = request.POST
    answers = read_answers([response.item_version for response in responses], form)
    present = int(on.timestamp() * 1000)
    seen = {uid: whole(form.get(f"v-{uid}", "")) for uid in answers}
    if "only" in form:
        named = {name.removeprefix("a-") for name in form["only"].split(",")}
        answers = {uid: answer for uid, answer in answers.items() if uid in named}
        # Without a word on what was seen nothing can be said to have been seen.
        seen = {uid: one for uid, one in seen.items() if f"v-{uid}" in form}
        sequence = whole(form.get("sequence", "")) or present
        moments = {uid: form.get(f"t-{uid}", "") for uid in answers}
        given = {uid: whole(said) if said else sequence for uid, said in moments.items()}
        return Sent(answers, sequence, seen, given)
    same = {uid for uid, answer in answers.items() if form.get(f"o-{uid}") == in_short(answer)}
    return Sent(answers, present, seen, same=frozenset(same))


def whole(typed: str) -> int:
    """The number a field holds; 0 for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) < 16 else 0
