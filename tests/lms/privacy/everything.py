"""Looking for words in every table there is, and in every file."""

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from django.conf import settings
from django.db import connection

FOLDERS = ("MEDIA_ROOT", "STAGED_DIR")


def places_of(words: list[str]) -> list[str]:
    """Where any of these stands: table and column, or the file. Also as JSON writes them, and
    without regard to case."""
    wanted = {word.casefold() for word in words}
    wanted |= {json.dumps(word)[1:-1].casefold() for word in words}
    return sorted({place for place, text in _all() if any(word in text for word in wanted)})


def _all() -> Iterator[tuple[str, str]]:
    """(place, what stands there, folded) of every value of every table, registered or not."""
    quote = connection.ops.quote_name
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {quote(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", _text(value)
    for folder in FOLDERS:
        for path in Path(getattr(settings, folder)).rglob("*"):
            if path.is_file():
                yield path.name, f"{path.name} {_within(path)}".casefold()


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1").casefold()
    if isinstance(value, str):
        return value.casefold()
    return json.dumps(value, ensure_ascii=False, default=str).casefold()


def _within(path: Path) -> str:
    """The words of a file, also of one that is packed."""
    if is_zipfile(path):
        with ZipFile(path) as whole:
            return "".join(whole.read(name).decode("utf-8", "replace") for name in whole.namelist())
    content = path.read_bytes()
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", "replace")
    from pypdf import PdfReader

    reader = PdfReader(path)
    told = [str(reader.metadata), *(page.extract_text() for page in reader.pages)]
    return " ".join(told)


__all__ = ["places_of"]
