"""What the interface says: both catalogues are whole, well formed and speak as they should."""

import gettext
import re
from datetime import date, datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import allauth
import django
import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import ngettext, override

from lms.common import wording
from lms.management.commands import translations
from lms.management.commands.translations import BORROWED, Message

both = pytest.mark.parametrize("language", ["lt", "en"])

# Whole files of packages whose messages people meet here: forms, passwords, accounts, admin.
SHOWN = (
    "django/contrib/admin/actions.py",
    "django/contrib/admin/filters.py",
    "django/contrib/admin/helpers.py",
    "django/contrib/admin/models.py",
    "django/contrib/admin/options.py",
    "django/contrib/admin/sites.py",
    "django/contrib/admin/templates/admin/404.html",
    "django/contrib/admin/templates/admin/500.html",
    "django/contrib/admin/templates/admin/actions.html",
    "django/contrib/admin/templates/admin/app_list.html",
    "django/contrib/admin/templates/admin/base.html",
    "django/contrib/admin/templates/admin/change_form.html",
    "django/contrib/admin/templates/admin/change_form_object_tools.html",
    "django/contrib/admin/templates/admin/change_list.html",
    "django/contrib/admin/templates/admin/change_list_results.html",
    "django/contrib/admin/templates/admin/color_theme_toggle.html",
    "django/contrib/admin/templates/admin/delete_confirmation.html",
    "django/contrib/admin/templates/admin/delete_selected_confirmation.html",
    "django/contrib/admin/templates/admin/filter.html",
    "django/contrib/admin/templates/admin/index.html",
    "django/contrib/admin/templates/admin/nav_sidebar.html",
    "django/contrib/admin/templates/admin/object_history.html",
    "django/contrib/admin/templates/admin/pagination.html",
    "django/contrib/admin/templates/admin/search_form.html",
    "django/contrib/admin/templates/admin/submit_line.html",
    "django/contrib/admin/templatetags/admin_list.py",
    "django/contrib/admin/views/main.py",
    "django/contrib/admin/widgets.py",
    "django/contrib/auth/base_user.py",
    "django/contrib/auth/forms.py",
    "django/contrib/auth/models.py",
    "django/contrib/auth/password_validation.py",
    "django/core/validators.py",
    "django/db/models/base.py",
    "django/db/models/constraints.py",
    "django/forms/fields.py",
    "django/forms/formsets.py",
    "django/forms/models.py",
    "django/forms/widgets.py",
    "django/template/defaultfilters.py",
    "django/utils/dates.py",
    "django/utils/text.py",
    "django/utils/timesince.py",
    "allauth/account/adapter.py",
    "allauth/account/fields.py",
    "allauth/account/forms.py",
)
PACKAGES = {
    "django": Path(django.__file__).parent.parent,
    "allauth": Path(allauth.__file__).parent.parent,
}
# The same in both languages.
ALIKE = {"IPv4", "IPv6", ", ", "%(class_name)s %(instance)s", "%(truncated_text)s…"}

NOT_LITHUANIAN = (
    r"\bprašom", r"sėkming", r"vartotoj", r"neišlaik", r"\bdeja\b", r"\bsekan[tč]", r"\bįtako",
    r"\bpilnai\b", r"pagalba\b.*programėl", r"\besate \w+ęs\b", r"\(-", r"\bir/ar", r"\bvirš \d",
)  # fmt: skip
NOT_ENGLISH = (
    r"\bplease\b",
    r"successful",
    r"\bfailed\b",
    r"\bsorry\b",
    r"\benroll(s|ment)?\b",
    r"—",
)
STOPS = (".", "?", "!", ":", "…")
NAMES = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(translations.catalogue_path(language)))


def texts(entry: polib.POEntry) -> list[str]:
    """What the entry makes people read."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@cache
def gathered() -> dict[translations.Key, Message]:
    return translations.gathered(settings.BASE_DIR)


def own(language: str) -> list[polib.POEntry]:
    return [entry for entry in catalogue(language) if not translations.is_borrowed(entry)]


@cache
def in_package(file: str) -> list[Message]:
    return list(translations.in_file(PACKAGES[file.split("/")[0]] / file))


def said(message: Message) -> list[str]:
    """What a page says for the message in the language in force."""
    if message.plural and message.context:
        context, one, more = message.context, message.singular, message.plural
        return [translation.npgettext(context, one, more, n) for n in (1, 2, 10)]
    if message.plural:
        return [ngettext(message.singular, message.plural, n) for n in (1, 2, 10)]
    if message.context:
        return [translation.pgettext(message.context, message.singular)]
    return [translation.gettext(message.singular)]


# --- the files -----------------------------------------------------------------------------------


@both
def test_every_message_is_translated_and_none_is_a_guess(language: str) -> None:
    entries = catalogue(language)
    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []
    assert [entry.msgid for entry in entries.obsolete_entries()] == []
    assert [entry.msgid for entry in entries if not all(texts(entry))] == []


@both
def test_the_catalogue_holds_the_messages_of_the_source_and_no_others(language: str) -> None:
    held = {(entry.msgctxt, entry.msgid): entry.msgid_plural or None for entry in own(language)}
    found = {key: message.plural for key, message in gathered().items()}
    assert found.keys() - held.keys() == set(), "run manage.py translations"
    assert held.keys() - found.keys() == set(), "run manage.py translations"
    assert held == found


@both
def test_the_compiled_file_is_what_the_catalogue_compiles_to(language: str) -> None:
    compiled = translations.catalogue_path(language).with_suffix(".mo")
    assert compiled.read_bytes() == catalogue(language).to_binary(), "run manage.py translations"


@both
def test_a_second_run_of_the_command_changes_nothing(language: str) -> None:
    path = translations.catalogue_path(language)
    entries = polib.pofile(str(path), wrapwidth=0)
    told = translations.brought_up_to_date(entries, gathered(), language)
    translations.give_header(entries, language)
    assert told == []
    assert str(entries) == path.read_text("utf-8")


@both
def test_the_file_names_no_person_machine_or_day(language: str) -> None:
    written = translations.catalogue_path(language).read_text("utf-8")
    assert not re.search(r"POT-Creation-Date|PO-Revision|Translator|X-Generator|\n#:", written)
    assert not re.search(r"\w@(?!example\.org)[\w-]+\.\w", written)
    assert str(settings.BASE_DIR) not in written


@both
def test_every_placeholder_is_kept(language: str) -> None:
    wrong = []
    for entry in catalogue(language):
        wanted = sorted(NAMES.findall(entry.msgid_plural or entry.msgid))
        for form, text in enumerate(texts(entry)):
            allowed = [wanted]
            if language == "en" and form == 0:
                allowed.append(sorted(NAMES.findall(entry.msgid)))
            if sorted(NAMES.findall(text)) not in allowed:
                wrong.append((entry.msgid, text))
    assert wrong == []


@both
def test_every_text_can_be_filled_in(language: str) -> None:
    for entry in catalogue(language):
        for text in texts(entry):
            if "python-format" in entry.flags:
                names = re.findall(r"%\((\w+)\)", text)
                blanks = len(re.findall(r"(?<!%)%[a-z]", text))
                assert text % (dict.fromkeys(names, 7) if names else (7,) * blanks)


def test_a_text_in_lithuanian_ends_as_the_english_does() -> None:
    """A full stop may be missing where a value brings its own: 25 min., 7 d."""
    own_stop = re.compile(r"(%\((minutes|left|day)\)s|val\.|min\.)$")
    wrong = [
        (entry.msgid, text)
        for entry in own("lt")
        for text in texts(entry)
        if entry.msgid.endswith(STOPS) != text.endswith(STOPS) and not own_stop.search(text)
    ]
    assert wrong == []


def test_no_value_that_brings_its_own_full_stop_gets_a_second_one() -> None:
    doubled = re.compile(r"%\((minutes|left|day|ago)\)s\.")
    assert [t for entry in own("lt") for t in texts(entry) if doubled.search(t)] == []


# --- plurals -------------------------------------------------------------------------------------

ROW = {
    0: 3, 1: 0, 2: 1, 9: 1, 10: 3, 11: 3, 12: 3, 19: 3, 20: 3, 21: 0, 22: 1, 29: 1, 30: 3,
    100: 3, 101: 0, 102: 1, 111: 3, 112: 3, 121: 0, 1000: 3, 1001: 0, 1011: 3,
}  # fmt: skip


@pytest.mark.parametrize(("n", "form"), ROW.items())
def test_the_header_picks_the_lithuanian_form(n: int, form: int) -> None:
    header = catalogue("lt").metadata["Plural-Forms"]
    assert header == translations.PLURALS["lt"]
    rule = header.partition("; plural=")[2].rstrip(";")
    assert gettext.c2py(rule)(n) == form  # type: ignore[attr-defined]


@both
def test_every_plural_has_all_its_forms(language: str) -> None:
    number = {"lt": 4, "en": 2}[language]
    assert catalogue(language).metadata["Plural-Forms"].startswith(f"nplurals={number};")
    for entry in catalogue(language):
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == list(range(number)), entry.msgid


@pytest.mark.parametrize(
    ("n", "found", "done"),
    [
        (0, "Rasta 0 kursų", "Atlikta 0 iš 0 temų"),
        (1, "Rastas 1 kursas", "Atlikta 0 iš 1 temos"),
        (2, "Rasti 2 kursai", "Atlikta 0 iš 2 temų"),
        (9, "Rasti 9 kursai", "Atlikta 0 iš 9 temų"),
        (10, "Rasta 10 kursų", "Atlikta 0 iš 10 temų"),
        (11, "Rasta 11 kursų", "Atlikta 0 iš 11 temų"),
        (21, "Rastas 21 kursas", "Atlikta 0 iš 21 temos"),
        (22, "Rasti 22 kursai", "Atlikta 0 iš 22 temų"),
        (30, "Rasta 30 kursų", "Atlikta 0 iš 30 temų"),
        (101, "Rastas 101 kursas", "Atlikta 0 iš 101 temos"),
        (111, "Rasta 111 kursų", "Atlikta 0 iš 111 temų"),
    ],
)
def test_numbers_govern_their_nouns(n: int, found: str, done: str) -> None:
    with override("lt"):
        assert ngettext("%(n)s course found", "%(n)s courses found", n) % {"n": n} == found
        sentence = ngettext("%(done)s of %(of)s unit done", "%(done)s of %(of)s units done", n)
        assert sentence % {"done": 0, "of": n} == done


def test_ten_and_more_take_a_form_of_their_own_where_two_does_not_have_it() -> None:
    """ "10 stebėjimai" is the commonest fault of Lithuanian catalogues."""
    nominatives = r"(ai|iai|ys|ės|os|nys|žmonės)$"
    for entry in catalogue("lt"):
        if not entry.msgid_plural:
            continue
        few, many = entry.msgstr_plural[1], entry.msgstr_plural[3]
        last = re.sub(r"\W+$", "", few).split()[-1]
        if re.search(nominatives, last) and few != entry.msgstr_plural[0]:
            assert few != many, entry.msgid


# --- how they speak ------------------------------------------------------------------------------


def test_no_word_of_the_lithuanian_stands_on_the_list_of_mistakes() -> None:
    wrong = re.compile("|".join(NOT_LITHUANIAN), re.IGNORECASE)
    assert [t for entry in catalogue("lt") for t in texts(entry) if wrong.search(t)] == []


def test_no_word_of_the_english_stands_on_the_list_of_mistakes() -> None:
    wrong = re.compile("|".join(NOT_ENGLISH), re.IGNORECASE)
    assert [t for entry in catalogue("en") for t in texts(entry) if wrong.search(t)] == []


def test_quotes_are_lithuanian() -> None:
    for entry in catalogue("lt"):
        for text in texts(entry):
            plain = re.sub(r"<[^>]*>", "", text)
            assert not re.search(r"[\"'”«»]", plain), text
            assert plain.count("„") == plain.count("“"), text


def test_quotes_and_apostrophes_are_english() -> None:
    for entry in catalogue("en"):
        for text in texts(entry):
            plain = re.sub(r"<[^>]*>", "", text)
            assert not re.search(r"[\"'„«»]", plain), text
            assert plain.count("“") == plain.count("”"), text


def test_nothing_is_torn_off_its_number() -> None:
    loose = re.compile(
        r"(\d|\)s) (m|d|val|min)\.|(\d|%s|\)s) (%(?!\()|KB|MB|GB|lyg)|\bNr\. |\b[Ee]l\. |\bt\. t"
    )
    assert [t for entry in catalogue("lt") for t in texts(entry) if loose.search(t)] == []


def test_no_line_of_lithuanian_begins_with_a_dash() -> None:
    assert [t for entry in own("lt") for t in texts(entry) if " – " in t] == []


@both
def test_marks_are_whole_characters(language: str) -> None:
    torn = re.compile(r"\.\.\.|(?<!:)\s…|  |^\s|\s$")
    kept = {" By %(filter_title)s ", ", "}
    found = [(e.msgid, t) for e in catalogue(language) for t in texts(e) if torn.search(t)]
    assert [text for msgid, text in found if msgid not in kept] == []


# --- what packages say ---------------------------------------------------------------------------


@pytest.mark.parametrize("file", SHOWN)
def test_what_a_package_shows_is_lithuanian(file: str) -> None:
    wrong = re.compile("|".join(NOT_LITHUANIAN), re.IGNORECASE)
    messages = in_package(file)
    with override("lt"):
        for message in messages:
            for text in said(message):
                assert text
                assert text not in (message.singular, message.plural) or text in ALIKE, text
                assert not wrong.search(text), text


@both
def test_what_is_borrowed_is_still_what_the_package_says(language: str) -> None:
    for entry in catalogue(language):
        if translations.is_borrowed(entry):
            file = entry.tcomment.removeprefix(BORROWED)
            plurals = {message.key: message.plural for message in in_package(file)}
            key = (entry.msgctxt, entry.msgid)
            assert key in plurals, f"{file} says no longer: {entry.msgid}"
            assert (entry.msgid_plural or None) == plurals[key]


def test_days_of_the_week_and_months_are_in_lower_case() -> None:
    with override("lt"):
        assert date_format(date(2026, 3, 7), "l, Y F, E") == "šeštadienis, 2026 kovas, kovo"


# --- sentences with numbers and times ------------------------------------------------------------

MONTHS = {
    "lt": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio "
    "lapkričio gruodžio",
    "en": "January February March April May June July August September October November December",
}
VILNIUS = ZoneInfo("Europe/Vilnius")
NOON = datetime(2026, 3, 7, 14, 2, tzinfo=VILNIUS)


@both
def test_every_month_stands_in_the_case_of_a_date(language: str) -> None:
    with override(language):
        for number, month in enumerate(MONTHS[language].split(), 1):
            moment = date(2026, number, 7)
            long, short = {
                "lt": (f"2026\u00a0m. {month} 7\u00a0d.", f"{month} 7\u00a0d."),
                "en": (f"7 {month} 2026", f"7 {month}"),
            }[language]
            assert wording.day(moment) == long
            assert wording.day(moment, with_year=False) == short


@pytest.mark.parametrize(
    ("name", "lithuanian", "english"),
    [
        ("DATE_FORMAT", "2026\u00a0m. kovo 7\u00a0d.", "7 March 2026"),
        ("DATETIME_FORMAT", "2026\u00a0m. kovo 7\u00a0d. 14:02", "7 March 2026, 14:02"),
        ("YEAR_MONTH_FORMAT", "2026\u00a0m. kovas", "March 2026"),
        ("SHORT_DATETIME_FORMAT", "2026-03-07 14:02", "2026-03-07 14:02"),
    ],
)
def test_dates_of_the_administration(name: str, lithuanian: str, english: str) -> None:
    with override("lt"):
        assert date_format(NOON, name) == lithuanian
    with override("en"):
        assert date_format(NOON, name) == english


@pytest.mark.parametrize(
    ("minutes", "lithuanian", "english"),
    [
        (0, "0~min.", "0~min"),
        (1, "1~min.", "1~min"),
        (25, "25~min.", "25~min"),
        (60, "1~val.", "1~h"),
        (90, "1~val.~30~min.", "1~h~30~min"),
        (601, "10~val.~1~min.", "10~h~1~min"),
    ],
)
def test_durations(minutes: int, lithuanian: str, english: str) -> None:
    with override("lt"):
        assert wording.duration(minutes) == lithuanian.replace("~", "\u00a0")
    with override("en"):
        assert wording.duration(minutes) == english.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("before", "lithuanian", "english"),
    [
        (timedelta(seconds=-30), "ką tik", "just now"),
        (timedelta(seconds=59), "ką tik", "just now"),
        (timedelta(minutes=1), "prieš 1 minutę", "1 minute ago"),
        (timedelta(minutes=5), "prieš 5 minutes", "5 minutes ago"),
        (timedelta(minutes=10), "prieš 10 minučių", "10 minutes ago"),
        (timedelta(minutes=21), "prieš 21 minutę", "21 minutes ago"),
        (timedelta(hours=5), "šiandien 09:02", "today, 09:02"),
        (timedelta(days=1), "vakar 14:02", "yesterday, 14:02"),
        (timedelta(days=2), "prieš 2 dienas", "2 days ago"),
        (timedelta(days=6), "prieš 6 dienas", "6 days ago"),
        (timedelta(days=7), "vasario 28\u00a0d.", "28 February"),
        (timedelta(days=400), "2025\u00a0m. sausio 31\u00a0d.", "31 January 2025"),
    ],
)
def test_how_long_ago(before: timedelta, lithuanian: str, english: str) -> None:
    with override("lt"):
        assert wording.ago(NOON - before, NOON) == lithuanian
    with override("en"):
        assert wording.ago(NOON - before, NOON) == english


@pytest.mark.parametrize(
    ("value", "places", "lithuanian", "english"),
    [
        (0.85, None, "0,85", "0.85"),
        (0.85, 1, "0,9", "0.9"),
        (-3, None, "−3", "−3"),
        (-0.04, 1, "0,0", "0.0"),
        (1234567.5, None, "1\u00a0234\u00a0567,5", "1,234,567.5"),
    ],
)
def test_numbers(value: Any, places: int | None, lithuanian: str, english: str) -> None:
    with override("lt"):
        assert wording.number(value, places) == lithuanian
    with override("en"):
        assert wording.number(value, places) == english


@pytest.mark.parametrize(
    ("share", "lithuanian", "english"),
    [(0, "0\u00a0%", "0%"), (0.34, "34\u00a0%", "34%"), (0.855, "86\u00a0%", "86%")],
)
def test_per_cent(share: float, lithuanian: str, english: str) -> None:
    with override("lt"):
        assert wording.percent(share) == lithuanian
    with override("en"):
        assert wording.percent(share) == english


def test_lists_have_no_comma_before_and() -> None:
    with override("lt"):
        assert wording.listed(["a", "b", "c"]) == "a, b ir c"
    with override("en"):
        assert wording.listed(["a", "b", "c"]) == "a, b and c"


# --- the command ---------------------------------------------------------------------------------


def test_messages_are_found_however_a_module_marks_them() -> None:
    source = """
_("One" " whole")
gettext_lazy("Lazy")
ngettext("%(n)s unit", "%(n)s units", n)
pgettext("heading", "Verify")
self.npgettext_lazy("of a person", "%s name", "%s names", 3)
_(made_up)
_(f"never {here}")
other("Not a message")
"""
    assert set(translations.in_python(source)) == {
        Message(None, "One whole"),
        Message(None, "Lazy"),
        Message(None, "%(n)s unit", "%(n)s units"),
        Message("heading", "Verify"),
        Message("of a person", "%s name", "%s names"),
    }


def test_messages_are_found_however_a_template_marks_them() -> None:
    source = """
{% load i18n %}<p title="{% translate "It's" %}">{% translate "Save" context "button" as save %}
{% blocktranslate trimmed count n=many %}
    {{ n }} unit
{% plural %}
    {{ n }} units
{% endblocktranslate %}
{% blocktranslate trimmed with day=x|day context "short" %}On {{ day }}, 5%{% endblocktranslate %}
{% include "field.html" with label=_("Label") %} gettext("not this") {{ _("Shown")|upper }}
{% comment %}{% translate "Old" %}{% endcomment %}
"""
    assert set(translations.in_template(source)) == {
        Message(None, "It's"),
        Message("button", "Save"),
        Message(None, "%(n)s unit", "%(n)s units"),
        Message("short", "On %(day)s, 5%%"),
        Message(None, "Label"),
        Message(None, "Shown"),
    }


def test_a_reworded_message_keeps_its_translation_as_a_guess() -> None:
    entries = polib.POFile()
    entries.append(polib.POEntry(msgid="You have no badge.", msgstr="Ženklelių neturite."))
    entries.append(polib.POEntry(msgid="Away", msgstr="Toli"))
    entries.append(polib.POEntry(msgid="Go", msgstr="Atlikti", tcomment=f"{BORROWED}a.py"))
    messages = [Message(None, "You have no badges."), Message(None, "Brand-new")]
    translations.brought_up_to_date(entries, {m.key: m for m in messages}, "lt")
    assert [(entry.msgid, entry.msgstr, entry.fuzzy) for entry in entries] == [
        ("Brand-new", "", False),
        ("Go", "Atlikti", False),
        ("You have no badges.", "Ženklelių neturite.", True),
    ]


def test_english_is_filled_in_from_the_message_itself() -> None:
    entries = polib.POFile()
    messages = [Message(None, "Save"), Message(None, "%(n)s unit", "%(n)s units")]
    translations.brought_up_to_date(entries, {m.key: m for m in messages}, "en")
    assert entries[0].msgstr_plural == {0: "%(n)s unit", 1: "%(n)s units"}
    assert entries[0].flags == ["python-format"]
    assert entries[1].msgstr == "Save"


@pytest.mark.sweep
def test_the_command_says_what_is_missing_and_writes_the_rest(
    settings: Any, tmp_path: Path
) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError, match="not up to date"):
        call_command("translations", check=True, stdout=StringIO())
    assert list(tmp_path.rglob("*.mo")) == []
    out = StringIO()
    call_command("translations", stdout=out)
    assert "lt: " in out.getvalue() and "missing: Save" in out.getvalue()
    assert len(list(tmp_path.rglob("*.mo"))) == 2
