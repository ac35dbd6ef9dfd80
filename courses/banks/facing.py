"""What of a question its readers see, and what decides whether an answer is right. Pure."""

from collections.abc import Sequence
from typing import Any

from courses.banks.generators import GENERATORS, is_generated
from courses.banks.kinds import KINDS
from lms.common.languages import LANGUAGES, Pair, in_language

Body = dict[str, Any]
ASKED = ("kind", "prompt", "picture", "groups", "unit", "description", "columns", "rows")


def face(body: Body) -> Body:
    """What is asked: two bodies with the same face are the same question to whoever answers."""
    if is_generated(body):
        return {name: body[name] for name in ("generator", "class", "difficulty", "values")}
    seen: Body = {name: body[name] for name in ASKED if body.get(name)}
    for name in ("options", "cards", "units"):
        if name in body:
            seen[name] = [{"key": one["key"], "text": one["text"]} for one in body[name]]
    if "sides" in body:
        seen["sides"] = _by_key(body["sides"])
    if body["kind"] in ("coding", "plots"):
        seen |= KINDS[body["kind"]].face(body)  # type: ignore[attr-defined]
    if body["kind"] == "order":
        # Their order is what makes an answer right, and nothing that is seen.
        seen["cards"] = _by_key(body["cards"])
    return seen


def _by_key(parts: Sequence[Body]) -> Body:
    return {one["key"]: one["text"] for one in parts}


def prompt_of(body: Body) -> Pair:
    """What the question asks; of what is drawn anew each time, what is drawn."""
    if not is_generated(body):
        said: Pair = body["prompt"]
        return said
    generator = GENERATORS[body["generator"]]
    category: Pair = generator.classes.get(body["class"], {})
    pair: Pair = {}
    for code in LANGUAGES:
        words = (in_language(generator.title, code)[0], in_language(category, code)[0])
        pair[code] = ": ".join(filter(None, words))  # type: ignore[literal-required]
    return pair


def answer_key(body: Body) -> Body:
    """What makes an answer right; feedback and explanations have no part in it. What is drawn from a
    seed brings its own."""
    if is_generated(body):
        return {}
    match body["kind"]:
        case "single" | "multiple" | "classify":
            return {one["key"]: one["right"] for one in body["options"]}
        case "sort":
            return {one["key"]: one["group"] for one in body["cards"]}
        case "match":
            return {one["key"]: one["side"] for one in body["cards"]}
        case "order":
            return {one["key"]: at for at, one in enumerate(body["cards"])}
        case "coding":
            return {one["key"]: one["code"] for one in body["passages"]}
        case "plots":
            held = ("field", "habitats", "strata", "design", "plots", "drawn", "tolerance")
            return {name: body[name] for name in held}
        case "truefalse":
            return {"right": body["right"]}
        case "number":
            names = ("answer", "tolerance", "half_tolerance")
            return {name: body.get(name) for name in names} | {"unit": body.get("unit")}
        case "estimate" | "count":
            limits = ("answer", "tolerance", "tolerance_percent", "least", "most", "unit")
            return {name: body.get(name) for name in limits}
        case "reading":
            units = [
                {name: unit[name] for name in unit if name != "text"} for unit in body["units"]
            ]
            return {name: body[name] for name in ("answer", "tolerance")} | {"units": units}
        case "text":
            return {"accept": body["accept"]}
        case "faults":
            return {one["key"]: sorted(one["cells"]) for one in body["faults"]}
        case kind:
            raise ValueError(f"no such kind of item: {kind}")


def how_changed(old: Body, new: Body) -> str:
    """`words` where the same answers are right, `answers` where the same question has other right
    answers, `question` where it is another question."""
    if old["kind"] == new["kind"] and answer_key(old) == answer_key(new):
        return "words"
    return "answers" if face(old) == face(new) else "question"


def right_answer(body: Body, language: str) -> str:
    """The right answer in words; none of what is drawn anew each time."""
    if is_generated(body):
        return ""
    if body["kind"] in ("single", "multiple", "classify"):
        right = [one["text"] for one in body["options"] if one["right"]]
        return "; ".join(in_language(one, language)[0] for one in right)
    if body["kind"] in ("sort", "match"):
        names = ("groups", "group") if body["kind"] == "sort" else ("sides", "side")
        groups = {one["key"]: in_language(one["text"], language)[0] for one in body[names[0]]}
        return "; ".join(
            f"{in_language(card['text'], language)[0]} → {groups[card[names[1]]]}"
            for card in body["cards"]
        )
    if body["kind"] == "order":
        return "; ".join(
            f"{place}. {in_language(card['text'], language)[0]}"
            for place, card in enumerate(body["cards"], 1)
        )
    if body["kind"] == "text":
        words = [word for code in LANGUAGES for word in body["accept"].get(code, ())]
        return ", ".join(dict.fromkeys(words))
    return KINDS[body["kind"]].truth(body, language)
