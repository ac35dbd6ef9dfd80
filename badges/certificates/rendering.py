"""Certificates and other documents as PDF/A-3a and PDF/UA-1 files; the only module that uses WeasyPrint.

WeasyPrint is imported inside functions, so that the site starts without Pango. Nothing here
touches the database.
"""

import gc
import logging
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from re import fullmatch
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.utils.translation import gettext as _

from badges.certificates.facts import LAYOUTS, OWN_COLOURS, CertificateFacts, Colours
from badges.certificates.logos import media_type, path_of
from badges.certificates.markup import FEW, LOGO, STEPS, render_html
from badges.certificates.strokes import Strokes, strokes_of
from lms.common.added_fonts import added_fonts, families
from lms.common.drawings import certificate_border
from lms.common.drawings.qr import qr_picture
from lms.common.fonts import FACES, full_font_paths
from lms.common.glyphs import missing_glyphs

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent / "pdf"

# Names what the fetcher serves; the top-level domain is reserved and reaches nobody.
PLACE = "https://certificate.invalid/"

# The faces that certificate.css asks for.
USED = {"serif", "serif-italic", "sans", "sans-bold"}
SHEET = "certificate.css"
VARIANT = "pdf/a-3a"
# Far beyond any course: twelve competencies and seven modules take three pages and 4,000 letters.
MOST_LETTERS = 30_000
MOST_PAGES = 12
MOST_DOCUMENT_PAGES = 60
# WeasyPrint's own sRGB profile under a name of ours, loaded once: asked for as "srgb", the file
# is opened again for every document and left to the garbage collector.
INTENT = "--srgb"
PROFILE = "sRGB2014.icc"
# Of nine levels of compression: 8 % larger than the last, in a seventh of the time.
ENOUGH = 4
# Looks whose parsed sheets and strokes are kept: as many as designs in use at once, and no more.
MOST_LOOKS = 8
MEDIA_TYPE = r"[a-z]+/[a-z0-9.+-]+"


class Attachment(NamedTuple):
    """A file inside the PDF that says what its pages say, for machines.

    kind: its media type, as `application/json`.
    """

    name: str
    content: bytes
    kind: str
    description: str


class Fit(NamedTuple):
    """How a certificate is set: one of STEPS, page two in one column or not, and the pages."""

    step: int
    stacked: bool
    pages: int


class Overlong(ValueError):
    """More than a certificate can hold; laying it out would only cost time and memory."""


class Unprintable(ValueError):
    """The certificate's fonts lack these characters; nothing was rendered."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = "".join(sorted(characters))
        super().__init__(f"the fonts have no glyphs for {self.characters!a}")


def rendering_obstacle() -> str | None:
    """Why no PDF can be made on this machine, in the reader's language; None where one can."""
    if _weasyprint_loads():
        return None
    return _(
        "The PDF cannot be made on this server, because Pango, a library that sets type, is "
        "missing. The certificate itself is issued, and its code can be verified."
    )


@cache
def _weasyprint_loads() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        logger.warning("No certificates as PDF: WeasyPrint does not load (%s)", error)
        return False
    return True


def render_pdf(facts: CertificateFacts, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """The certificate as a file; the same facts give the same bytes.

    attachments: embedded with the relationship Alternative, under names of their own.
    Raises Unprintable where the fonts lack a character, Overlong for what is no certificate, and
    ValueError for attachments of one name or of something that is no media type.
    """
    _check_attachments(attachments)
    texts = "".join(facts.texts())
    if len(texts) > MOST_LETTERS:
        raise Overlong(f"{len(texts)} letters")
    if missing := missing_glyphs(texts):
        raise Unprintable(missing)
    # Pango's font map and the press's caches serve one document at a time.
    with _lock:
        return _written(facts, attachments)


def fit_of(facts: CertificateFacts) -> Fit:
    """How the file would be set, without writing it.

    Raises Overlong for what is no certificate; what the fonts lack is not looked for.
    """
    with _lock:
        press = _press()
        _set_up(press, facts)
        try:
            document, step, stacked = _fitted(press, facts)
            return Fit(step, stacked, len(document.pages))
        finally:
            press.forget_document()


def _written(facts: CertificateFacts, attachments: Sequence[Attachment]) -> bytes:
    press = _press()
    _set_up(press, facts)
    try:
        document = _laid_out(press, facts)
        if press.fetcher.refused:
            # WeasyPrint would leave a gap where the picture should be, and say nothing.
            raise RuntimeError(f"no file for {press.fetcher.refused[0]!a}")
        _identify_as_accessible(document.metadata)
        content: bytes = document.write_pdf(
            pdf_variant=VARIANT,
            output_intent=INTENT,
            finisher=partial(_finished, attachments=attachments),
            attachments=_embedded(attachments, facts.issued_on),
        )
    finally:
        press.forget_document()
    return content


def _check_attachments(attachments: Sequence[Attachment]) -> None:
    if len({attachment.name for attachment in attachments}) < len(attachments):
        raise ValueError("two attachments have one name")
    if not all(fullmatch(MEDIA_TYPE, attachment.kind) for attachment in attachments):
        raise ValueError("an attachment's kind is a media type")


def render_document(
    html: str,
    css: str,
    pictures: Mapping[str, str],
    *,
    tighter: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    dated: date | None = None,
) -> bytes:
    """Another document of ours as a file, in the fonts of certificates, tagged in the same way.

    html: a whole page with its language and title.  pictures: address in the page → SVG.  tighter:
    the same in less space; the first that fits on one page is taken, else the last.  attachments: as
    of certificates; dated: of which day they are.
    Raises Overlong for more than a document can hold, ValueError as render_pdf does.
    """
    _check_attachments(attachments)
    with _lock:
        press = _press()
        press.fetcher.served = {
            address: ("image/svg+xml", svg.encode()) for address, svg in pictures.items()
        }
        try:
            return _printed(press, [html, *tighter], css, attachments, dated)
        finally:
            press.forget_document()


def _printed(
    press: "Press",
    settings: Sequence[str],
    css: str,
    attachments: Sequence[Attachment],
    dated: date | None,
) -> bytes:
    from weasyprint import HTML

    sheet = press.sheet(_with_added(css), PLACE)
    for html in settings:
        page = HTML(string=html, base_url=PLACE, url_fetcher=press.fetcher)
        document = page.render(
            font_config=press.fonts,
            color_profiles=press.profiles,
            stylesheets=[press.base, sheet],
            cache=press.images,
            pdf_variant=VARIANT,
            output_intent=INTENT,
        )
        if len(document.pages) == 1:
            break
    if len(document.pages) > MOST_DOCUMENT_PAGES:
        raise Overlong(f"{len(document.pages)} pages")
    if press.fetcher.refused:
        raise RuntimeError(f"no file for {press.fetcher.refused[0]!a}")
    _identify_as_accessible(document.metadata)
    content: bytes = document.write_pdf(
        pdf_variant=VARIANT,
        output_intent=INTENT,
        finisher=partial(_finished, attachments=attachments),
        attachments=_embedded(attachments, dated),
    )
    return content


# --- one document --------------------------------------------------------------------------------

_lock = Lock()


def _laid_out(press: "Press", facts: CertificateFacts) -> Any:
    """The document at the first step that leaves page one whole."""
    return _fitted(press, facts)[0]


def _fitted(press: "Press", facts: CertificateFacts) -> tuple[Any, int, bool]:
    """(the document, its step, whether page two is in one column)."""
    for step in STEPS[1:] if len(facts.competencies) > FEW else STEPS:
        document = _set(press, facts, step)
        if "about" in document.pages[1].anchors:
            break
    # Columns that run over the page would be read as left, right, and the rest of the left.
    is_over = sum("rest" in page.anchors for page in document.pages) > 1
    if is_over and facts.layout == LAYOUTS[0]:
        return _set(press, facts, step, stacked=True), step, True
    return document, step, False


def _set(press: "Press", facts: CertificateFacts, step: int, *, stacked: bool = False) -> Any:
    from weasyprint import HTML

    page = HTML(
        string=render_html(facts, step=step, stacked=stacked),
        base_url=place_of(facts.colours),
        url_fetcher=press.fetcher,
    )
    document = page.render(
        font_config=press.fonts,
        color_profiles=press.profiles,
        stylesheets=[press.base, press.style(facts.colours, facts.layout)],
        cache=press.images,
        pdf_variant=VARIANT,
        output_intent=INTENT,
    )
    if len(document.pages) > MOST_PAGES:
        raise Overlong(f"{len(document.pages)} pages")
    return document


def _set_up(press: "Press", facts: CertificateFacts) -> None:
    press.fetcher.served = _pictures(facts)
    border = border_of(facts.seed, facts.colours, facts.layout)
    press.images[place_of(facts.colours) + "border.svg"] = strokes_of(border)
    press.images[qr_picture(facts.verify_url)] = _qr(facts)


def _pictures(facts: CertificateFacts) -> dict[str, tuple[str, bytes]]:
    """Every address this document may fetch, with its type and content."""
    place = place_of(facts.colours)
    drawn = {place + name: _coloured(svg, facts.colours) for name, svg in _levels().items()}
    served = {address: ("image/svg+xml", svg.encode()) for address, svg in drawn.items()}
    if facts.logo:
        served[place + LOGO] = (media_type(facts.logo.file), path_of(facts.logo.file).read_bytes())
    return served


def border_of(seed: int, colours: Colours, layout: str) -> str:
    """The drawing behind page one, as SVG."""
    size = (297, 210) if layout == LAYOUTS[0] else (210, 297)
    return _coloured(certificate_border(seed, *size), colours)


def _qr(facts: CertificateFacts) -> Strokes:
    drawn = unquote(qr_picture(facts.verify_url).partition(",")[2])
    # Strokes without an area: filled, SVG shows nothing of them, and PDF hairlines.
    return strokes_of(drawn.replace("<path stroke=", "<path fill='none' stroke="))


@cache
def _levels() -> dict[str, str]:
    names = [f"level-{number}.svg" for number in (1, 2, 3, 4)]
    return {name: (HERE / name).read_text("utf-8") for name in names}


def level_pictures() -> dict[str, str]:
    """The strokes of each level in our own colour, by the address that a document finds them at."""
    return {PLACE + name: svg for name, svg in _levels().items()}


def _coloured(source: str, colours: Colours) -> str:
    pairs = zip(OWN_COLOURS, colours, strict=True)
    if not (swapped := {ours: theirs for ours, theirs in pairs if ours != theirs}):
        return source
    # At once, or a colour that replaced another would be replaced again.
    return re.sub("|".join(swapped), lambda found: swapped[found[0]], source)


def place_of(colours: Colours) -> str:
    """Where the pictures of these colours stand, so that the cache keeps colours apart."""
    return f"{PLACE}{'-'.join(colour.removeprefix('#') for colour in colours)}/"


def part_of(name: str, colours: Colours, layout: str) -> str:
    """One of the files that the markup of a certificate asks for: the style sheet or a level."""
    if name == SHEET:
        sheets = [SHEET] if layout == LAYOUTS[0] else [SHEET, "portrait.css"]
        return _coloured("".join((HERE / one).read_text("utf-8") for one in sheets), colours)
    return _coloured(_levels()[name], colours)


def _finished(_document: Any, pdf: Any, attachments: Sequence[Attachment] = ()) -> None:
    """What WeasyPrint leaves to be done before the file is written."""
    _name_attached(pdf, {attachment.name: attachment.kind for attachment in attachments})
    _settle(pdf)


def _name_attached(pdf: Any, kinds: Mapping[str, str]) -> None:
    """Give attachments the media types they were given to us with, and name each once.

    WeasyPrint guesses the type from the name, and lists every attachment twice among the files
    that belong to the document.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    for spec in pdf.objects:
        if isinstance(spec, dict) and spec.get("Type") == "/Filespec":
            embedded = pdf.objects[int(spec["EF"]["F"].split()[0])]
            embedded.extra["Subtype"] = f"/{kinds[spec['UF'].string].replace('/', '#2f')}"


def _settle(pdf: Any) -> None:
    """Compress every stream once, and not to the last byte. Asked for its data, a stream compresses it,
    and the writer asks twice: for the file's identifier, which PDF/A wants, and for the file; each time
    as hard as can be, which for the border alone takes a seventh of the time of a whole file. The
    metadata stay readable for programs that look for them without knowing PDF, as ISO 32000-1, 14.3.2
    advises."""
    for stream in pdf.objects:
        if getattr(stream, "extra", {}).get("Type") == "/Metadata":
            stream.compress = False
        elif getattr(stream, "compress", False):
            stream.compress = False
            _head, _, body = stream.data.partition(b"\nstream\n")
            stream.stream = [zlib.compress(body.removesuffix(b"\nendstream"), ENOUGH)]
            stream.extra = {**stream.extra, "Filter": "/FlateDecode"}


def _identify_as_accessible(metadata: Any) -> None:
    """Say PDF/UA-1 in the metadata's one RDF block, with the schema that PDF/A wants for it.

    WeasyPrint writes only the identification of the variant asked for, and metadata given to it
    lands behind that block, where validators do not look.
    """
    identified = metadata.generate_rdf_metadata
    end = b"</rdf:RDF>"

    def generate_rdf_metadata(*variant: Any) -> bytes:
        rdf: bytes = identified(*variant)
        if rdf.count(end) != 1:
            raise RuntimeError("the metadata has no single RDF block to write PDF/UA into")
        return rdf.replace(end, (HERE / "ua-identification.xml").read_bytes() + end)

    metadata.generate_rdf_metadata = generate_rdf_metadata


def _embedded(attachments: Sequence[Attachment], dated: date | None) -> list[Any]:
    import weasyprint

    at = datetime.combine(dated, time()) if dated else None
    return [
        weasyprint.Attachment(
            file_obj=BytesIO(attachment.content),
            name=attachment.name,
            description=attachment.description,
            created=at,
            modified=at,
            relationship="Alternative",
        )
        # The tree of their names is searched by halves, so it has to be in order.
        for attachment in sorted(attachments)
    ]


def _with_added(css: str) -> str:
    """With the added fonts behind ours, wherever a family is named."""
    if not (added := families()):
        return css
    chain = "".join(f', "{family}"' for family in added)
    return re.sub(r'"Laukas (?:Sans|Serif)"', lambda found: found[0] + chain, css)


# --- the press: one for each process -------------------------------------------------------------


class Press:
    """Fonts, colours, parsed style and level strokes, made once and used for every file."""

    def __init__(self) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self.fonts = FontConfiguration()
        self.profiles: dict[str, Any] = {}
        self.fetcher = _fixed_fetcher()
        self.images: dict[str, Any] = {}
        self.style = lru_cache(maxsize=MOST_LOOKS)(self._style)
        self.base = self._base()
        # Once asked for its name, a profile writes itself a little differently ever after: the first
        # file of a process would be unlike all others.
        self.profiles[INTENT].name  # noqa: B018

    def _base(self) -> Any:
        """The sheet that loads fonts and colour profile."""
        paths = full_font_paths()
        self.fetcher.served[PLACE + PROFILE] = (
            "application/vnd.iccprofile",
            (files("weasyprint.pdf") / PROFILE).read_bytes(),
        )
        rules = [f'@color-profile {INTENT} {{ src: url("{PROFILE}"); components: r, g, b }}']
        for face in FACES:
            if face.source in USED:
                name = f"{face.source}.ttf"
                self.fetcher.served[PLACE + name] = ("font/ttf", paths[face.source].read_bytes())
                rules.append(
                    f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
                    f'font-style: {face.style}; src: url("{name}") }}'
                )
        for number, added in enumerate(added_fonts()):
            name = f"added-{number}"
            self.fetcher.served[PLACE + name] = ("font/ttf", added.path.read_bytes())
            rules.append(
                f'@font-face {{ font-family: "{added.family}"; font-weight: {added.weight}; '
                f'src: url("{name}") }}'
            )
        return self.sheet("\n".join(rules), PLACE)

    def _style(self, colours: Colours, layout: str) -> Any:
        return self.sheet(_with_added(part_of(SHEET, colours, layout)), place_of(colours))

    def sheet(self, css: str, place: str) -> Any:
        from weasyprint import CSS

        return CSS(
            string=css,
            base_url=place,
            url_fetcher=self.fetcher,
            font_config=self.fonts,
            color_profiles=self.profiles,
        )

    def forget_document(self) -> None:
        """Keep what every file shows, drop what only this one did."""
        self.fetcher.served, self.fetcher.refused = {}, []
        levels = [(name, image) for name, image in self.images.items() if "/level-" in name]
        self.images = dict(levels[-4 * MOST_LOOKS :])
        # A document is full of circles; left alone, twenty of them wait for the collector.
        gc.collect()


@cache
def _press() -> Press:
    press = Press()
    # What stands by now stays for good, so collecting after a document looks only at what is new.
    gc.collect()
    gc.freeze()
    return press


def _fixed_fetcher() -> Any:
    """A fetcher that opens nothing: it serves a map and remembers who asked for anything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FixedFetcher(URLFetcher):  # type: ignore[misc]
        served: dict[str, tuple[str, bytes]]
        refused: list[str]

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.served, self.refused = {}, []

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in self.served:
                self.refused.append(url)
                raise LookupError("not one of this certificate's files")
            kind, content = self.served[url]
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return FixedFetcher()
