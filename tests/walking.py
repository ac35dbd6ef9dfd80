"""Walking pages as a browser does: every address there is, the forms of a page, what would run."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(
    resolver: URLResolver | None = None, spaces: str = ""
) -> Iterator[tuple[str, set[str]]]:
    """(name with its namespaces, names of its ids) of every address but the administration's."""
    resolver = resolver or get_resolver()
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            if one.name:
                yield f"{spaces}{one.name}", set(one.pattern.regex.groupindex)
        elif one.namespace != "admin":
            inner = f"{spaces}{one.namespace}:" if one.namespace else spaces
            yield from patterns(one, inner)


@dataclass
class Form:
    """A form of a page. buttons: (name, value) of each; the first is what Enter presses."""

    action: str
    method: str
    data: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    id: str = ""


WRITTEN = {"text", "search", "email", "number", "url", "tel", "date", "password"}


class Page(HTMLParser):
    """The forms of a page, and whatever in it would run in a browser."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.running: list[str] = []
        self._into: list[Form | None] = [None]
        self._select: tuple[Form, str, bool] | None = None
        self._textarea: tuple[Form, str] | None = None
        self._text = ""
        self._script = ""
        self.feed(html)
        self.close()

    def _form(self, said: dict[str, str]) -> Form | None:
        if name := said.get("form"):
            found = next((one for one in self.forms if one.id == name), None)
            if found is None:
                found = Form("", "get", id=name)
                self.forms.append(found)
            return found
        return self._into[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._judge(tag, said)
        if tag == "form":
            form = next((one for one in self.forms if one.id and one.id == said.get("id")), None)
            if form is None:
                form = Form("", "")
                self.forms.append(form)
            form.action, form.id = said.get("action", ""), said.get("id", "")
            form.method = said.get("method", "get").lower()
            self._into.append(form)
        elif form := self._form(said):
            self._control(tag, said, form)

    def _control(self, tag: str, said: dict[str, str], form: Form) -> None:
        name, kind = said.get("name", ""), said.get("type", "text").lower()
        if tag == "button" and kind in ("text", "submit"):
            form.buttons.append((name, said.get("value", "")))
        elif tag == "textarea":
            self._textarea, self._text = (form, name), ""
        elif tag == "select":
            self._select = (form, name, False)
        elif tag == "option" and self._select:
            of, named, chosen = self._select
            if "selected" in said or not chosen:
                if not chosen:
                    of.data.setdefault(named, []).append("")
                of.data[named][-1] = said.get("value", "")
                self._select = (of, named, True)
        elif tag == "input" and name:
            if kind in ("checkbox", "radio") and "checked" not in said:
                return
            if kind in ("file", "submit", "image"):
                return
            form.data.setdefault(name, []).append(
                said.get("value", "on" if kind == "checkbox" else "")
            )
            (form.texts if kind in WRITTEN else form.hidden).append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and len(self._into) > 1:
            self._into.pop()
        elif tag == "textarea" and self._textarea:
            form, name = self._textarea
            # One without a name shows something, and is not sent.
            if name:
                form.data.setdefault(name, []).append(self._text)
                form.texts.append(name)
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "script":
            self._script = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text += data
        if self._script == "runs" and "alert(1)" in data:
            self.running.append(f"script: {data[:80]}")

    def _judge(self, tag: str, said: dict[str, str]) -> None:
        if tag == "script":
            self._script = "data" if "json" in said.get("type", "") else "runs"
        for name, value in said.items():
            address = "".join(value.split()).lower()
            if name.startswith("on"):
                self.running.append(f"<{tag} {name}={value[:60]}>")
            is_address = name in ("href", "src", "action", "formaction", "xlink:href", "data")
            runs = address.startswith(("javascript:", "vbscript:", "data:text"))
            runs = runs or (tag == "img" and address == "x")
            if is_address and runs:
                self.running.append(f"<{tag} {name}={value[:60]}>")
            if name == "srcdoc":
                self.running.extend(Page(value).running)
        if tag in ("iframe", "object", "embed") and "srcdoc" not in said:
            self.running.append(f"<{tag}>")


def filled(form: Form, typed: dict[str, str], button: tuple[str, str] | None) -> dict[str, Any]:
    """What a browser sends of a form in which something was typed and a button pressed."""
    data: dict[str, Any] = {name: values for name, values in form.data.items() if name}
    data |= {name: [value] for name, value in typed.items()}
    if button and button[0]:
        data[button[0]] = [button[1]]
    return data
