"""The interface's messages: gathered from the source, kept in the catalogues, compiled.

Reads Python and templates itself, so that neither the site nor its tests need gettext's tools.
What pages say in both languages themselves (courses, the hub's texts) has no place here.
"""

import ast
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

ROOTS = ("lms", "courses", "badges")
TEMPLATES = (".html", ".txt")
LANGUAGES = ("lt", "en")
PLURALS = {
    "lt": (
        "nplurals=4; plural=(n % 10 == 1 && (n % 100 > 19 || n % 100 < 11) ? 0 : "
        "(n % 10 >= 2 && n % 10 <=9) && (n % 100 > 19 || n % 100 < 11) ? 1 : n % 1 != 0 ? 2: 3);"
    ),
    "en": "nplurals=2; plural=(n != 1);",
}
# A translator's comment that opens so names the package's file that shows the message; such an
# entry is kept although no source of ours holds it.
BORROWED = "Shown by "

# The function's name, and where its context, its singular and its plural stand.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
PIECE = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(?:n?p?gettext|_)\((?:{PIECE}(?:, ?)?)+(?:count)?\)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]")

Key = tuple[str | None, str]


class Message(NamedTuple):
    """What gettext looks up, and the plural beside it."""

    context: str | None
    singular: str
    plural: str | None = None

    @property
    def key(self) -> Key:
        return self.context, self.singular


# --- gathering -----------------------------------------------------------------------------------


def in_python(source: str) -> Iterator[Message]:
    """Every message that a module marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CALLS:
            continue
        context, singular, plural = (
            None if place is None else _text(node, place) for place in CALLS[name]
        )
        if singular:
            yield Message(context, singular, plural)


def _text(call: ast.Call, place: int) -> str | None:
    if place < len(call.args) and isinstance(given := call.args[place], ast.Constant):
        return given.value if isinstance(given.value, str) else None
    return None


def in_template(source: str) -> Iterator[Message]:
    """Every message that a template marks for translation."""
    for call in IN_TEMPLATE.findall(templatize(source)):
        yield from in_python(call)


def in_file(path: Path) -> Iterator[Message]:
    read = in_python if path.suffix == ".py" else in_template
    return read(path.read_text("utf-8"))


def gathered(top: Path) -> dict[Key, Message]:
    """All messages of the project, by what gettext looks up."""
    found: dict[Key, Message] = {}
    for root in ROOTS:
        for path in sorted((top / root).rglob("*")):
            is_template = path.suffix in TEMPLATES and "templates" in path.parts
            if path.suffix != ".py" and not is_template:
                continue
            for message in in_file(path):
                # Met with and without a plural it is one entry, and has the plural.
                if message.key not in found or message.plural:
                    found[message.key] = message
    return found


# --- the catalogues ------------------------------------------------------------------------------


def catalogue_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def is_borrowed(entry: Any) -> bool:
    return str(entry.tcomment).startswith(BORROWED)


def brought_up_to_date(catalogue: Any, messages: dict[Key, Message], language: str) -> list[str]:
    """Put the catalogue's entries in step with the messages; says what came and what went."""
    from polib import POEntry

    old = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    gone = {
        key: entry for key, entry in old.items() if key not in messages and not is_borrowed(entry)
    }
    entries = [entry for key, entry in old.items() if key not in gone]
    told = [f"  gone: {key[1]}" for key in gone]
    for key, message in messages.items():
        if key not in old:
            entry = POEntry(msgctxt=message.context, msgid=message.singular)
            entries.append(entry)
            told.append(f"  new: {message.singular}")
            if language != "en" and (source := _nearest(message.singular, gone)):
                entry.msgstr, entry.msgstr_plural = source.msgstr, source.msgstr_plural
                entry.fuzzy = True
        else:
            entry = old[key]
            # A package may say it too, but now it is ours to keep.
            entry.tcomment = "" if is_borrowed(entry) else entry.tcomment
        _give_shape(entry, message, language)
    del catalogue[:]
    catalogue.extend(sorted(entries, key=_place))
    return told


def _nearest(text: str, gone: dict[Key, Any]) -> Any:
    """The entry whose message was reworded into this one, if there seems to be one."""
    near = get_close_matches(text, [old for _context, old in gone], 1, 0.8)
    return next((entry for (_context, old), entry in gone.items() if old in near), None)


def _place(entry: Any) -> tuple[str, str, str]:
    return entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""


def _give_shape(entry: Any, message: Message, language: str) -> None:
    entry.msgid_plural = message.plural or ""
    texts = f"{message.singular}{message.plural or ''}"
    if PLACEHOLDER.search(texts.replace("%%", "")) and "python-format" not in entry.flags:
        entry.flags.append("python-format")
    if message.plural:
        number = int(PLURALS[language][len("nplurals=")])
        forms = entry.msgstr_plural or dict.fromkeys(range(number), entry.msgstr)
        entry.msgstr, entry.msgstr_plural = "", forms
        if language == "en" and not any(forms.values()):
            entry.msgstr_plural = {0: message.singular, 1: message.plural}
    else:
        entry.msgstr = entry.msgstr or (entry.msgstr_plural or {0: ""})[0]
        entry.msgstr_plural = {}
        if language == "en" and not entry.msgstr:
            entry.msgstr = message.singular


def give_header(catalogue: Any, language: str) -> None:
    """The same header each time: no dates, no machine, nobody's name."""
    catalogue.header = ""
    catalogue.metadata = {
        "Project-Id-Version": "Laukas",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }


class Command(BaseCommand):
    """`manage.py translations`; repeated, it changes nothing."""

    # Reads source only; words can be written while the rest does not start.
    requires_system_checks = []

    help = "Gather the messages into the catalogues, compile these, and say what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail where anything is missing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            import polib
        except ImportError as error:
            raise CommandError(
                "polib is missing: pip install -r requirements-dev.txt (the site itself"
                " needs only the compiled catalogues, which are committed)."
            ) from error
        messages = gathered(settings.BASE_DIR)
        lacking = False
        for language in LANGUAGES:
            path = catalogue_path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
            catalogue.wrapwidth = 0
            told = brought_up_to_date(catalogue, messages, language)
            give_header(catalogue, language)
            told += [f"  missing: {entry.msgid}" for entry in catalogue.untranslated_entries()]
            told += [f"  fuzzy: {entry.msgid}" for entry in catalogue.fuzzy_entries()]
            if not options["check"]:
                catalogue.save(str(path))
                path.with_suffix(".mo").write_bytes(catalogue.to_binary())
            lacking = lacking or bool(told)
            self.stdout.write(f"{language}: {len(catalogue)} messages")
            for line in told:
                self.stdout.write(line)
        if lacking and options["check"]:
            raise CommandError("The catalogues are not up to date.")
