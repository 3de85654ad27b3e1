"""Typst, bounded: a template of ours and values make a PDF. Text is data: it is never read as markup.

Values reach a template as JSON (``json("values.json")``), pictures as files beside it, in a folder that holds nothing
else and that Typst can't leave. A template walks the values and calls Typst's own functions with strings; none of our
templates evaluates a string or asks for a package.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from placette import Face, Limits, Work, qr_rows

if TYPE_CHECKING:
    from PIL import Image

_DARK = re.compile(rb"\0+")
"""The dark modules of a row that follow each other."""
TEMPLATES = Path(__file__).parent / "templates" / "paper"
LIMITS = Limits(cpu=60.0, wall=90.0, memory=2_000_000_000)
"""An issue of thirty posts takes some seconds; Typst keeps every page in memory until the last is laid out."""
_STYLES = ("Regular", "It", "Semibold", "SemiboldIt")
_QUIET = 4  # modules left blank around a code (ISO/IEC 18004, 5.3.8)
_DOT = re.compile(rb'h0(?=[M"])')
"""A stroke of no length, whose round ends are a dot in our landscapes: Typst leaves out a path of nothing else."""
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
_PPI, _QUALITY = 96, 82  # a page is 794 pixels wide
Refine = Callable[[list[Any], dict[str, Any]], dict[str, Any]]
"""From what a template said of its layout, and what it was told before, to what it is told for the next one."""
_PASSES = 16
_Job = tuple[str, str, dict[str, Any], Refine | None]  # the folder, the template in it, what is made of it
_Outcome = tuple[bytes, tuple[str, ...], str]  # what was made, the warnings, the refusal: both in Typst's words


class PrintedPdf(NamedTuple):
    """A PDF, what is to say of it, and how many pages it has."""

    pdf: bytes
    warnings: tuple[str, ...] = ()
    pages: int = 0


class PressError(ValueError):
    """What Typst refused, in its words, a line each: a missing alternative, a skipped level."""


class PressLimitError(PressError):
    """Typst took more time or memory than it may."""


def is_installed() -> bool:
    """Return whether the extra ``gazette`` is there: without it nothing is printed."""
    return find_spec("typst") is not None


def print_pdf(
    template: str,
    values: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    *,
    moment: datetime,
    accessible: bool = True,
    refine: Refine | None = None,
) -> PrintedPdf:
    """Return the PDF of ``templates/paper/<template>.typ``: the same input gives the same bytes.

    ``pictures`` are files (PNG, JPEG, WebP, SVG, PDF) by the plain name that ``values`` call them. ``moment`` is the
    PDF's date. ``accessible`` asks for PDF/UA-1. ``refine`` (a module's own function) reads what the template says of
    its layout (``metadata(…) <said>``) and returns what it finds in ``again.json`` the next time, until that stays the
    same. Raises ``PressError`` where Typst refuses, or takes too much.
    """
    options = {"format": "pdf", "pdf_standards": ["ua-1"] if accessible else [], "timestamp": int(moment.timestamp())}
    pdf, warnings = _compiled(template, values, pictures, options, refine)
    return PrintedPdf(pdf, warnings, max(map(int, _PAGES.findall(pdf))))


def draw_page(pdf: bytes) -> bytes:
    """Return the first page of a PDF of ours as a JPEG; raises ``PressError`` as ``print_pdf`` does."""
    from PIL import Image  # noqa: PLC0415 - every build imports this module

    png, _warnings = _compiled("page", {}, {"pages.pdf": pdf}, {"format": "png", "ppi": _PPI})
    with Image.open(io.BytesIO(png)) as image:
        return jpeg_of(image, _QUALITY)


def jpeg_of(image: Image.Image, quality: int) -> bytes:
    """Return an image as a JPEG."""
    saved = io.BytesIO()
    image.convert("RGB").save(saved, "JPEG", quality=quality, optimize=True)
    return saved.getvalue()


def font_files() -> tuple[Path, ...]:
    """Return the site's letters: of each weight one file, so that no folder's order decides which is taken."""
    folders = (Path(face.path).parent for face in (Face.TITLE, Face.TEXT))
    return tuple(sorted(file for folder in folders for style in _STYLES for file in folder.glob(f"*-{style}.otf")))


def draw_code(address: str) -> bytes:
    """Return the QR code of an address as SVG, with its quiet zone. Raises ``ValueError`` for one that is too long."""
    rows = qr_rows(address)
    side = len(rows) + 2 * _QUIET
    runs = "".join(
        f"M{start + _QUIET} {y + _QUIET}h{end - start}v1h{start - end}z"
        for y, row in enumerate(rows)
        for start, end in (run.span() for run in _DARK.finditer(row))
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
    return f'{head}<path fill="#000000" d="{runs}"/></svg>'.encode()


def _compiled(
    template: str,
    values: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    made: dict[str, Any],
    refine: Refine | None = None,
) -> tuple[bytes, tuple[str, ...]]:
    """Return what Typst makes of a template, in a folder and a process of its own, and its warnings."""
    with TemporaryDirectory(prefix="placette-print-") as place:
        root, fonts = Path(place, "root"), Path(place, "fonts")
        for folder, files in ((fonts, font_files()), (root, sorted(TEMPLATES.glob("*.typ")))):
            folder.mkdir()
            for file in files:
                shutil.copyfile(file, folder / file.name)
        (root / "again.json").write_text("{}", encoding="utf-8")
        (root / "values.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        for name, data in pictures.items():
            if name != PurePosixPath(name).name or name.endswith((".typ", ".json")):
                raise ValueError(name)
            (root / name).write_bytes(_DOT.sub(b"h.001", data) if name.endswith(".svg") else data)
        job: _Job = (place, f"{template}.typ", made, refine)
        (outcome,) = Work.bounded(_compile, [job], None, LIMITS, here=True)
    if outcome is None:
        raise PressLimitError(f"more than {LIMITS.wall:.0f} seconds or {LIMITS.memory >> 20} MiB")
    data, warnings, refusal = outcome
    if refusal:
        raise PressError(refusal)
    return data, warnings


def _compile(job: _Job, _shared: None) -> _Outcome:
    """Do the work, in a process of its own."""
    from typst import Fonts, compile_with_warnings, query  # noqa: PLC0415 - an extra

    place, template, options, refine = job
    root, again = Path(place, "root"), dict[str, Any]()
    fonts = Fonts(include_system_fonts=False, font_paths=[str(Path(place, "fonts"))])
    paths: dict[str, Any] = {"font_paths": fonts, "root": root, "package_path": root, "package_cache_path": root}
    try:
        for _ in range(_PASSES if refine else 0):
            answer = query(root / template, "<said>", "value", **paths)
            before, again = again, refine(json.loads(answer), again) if refine else again
            if again == before:
                break
            (root / "again.json").write_text(json.dumps(again), encoding="utf-8")
        data, warnings = compile_with_warnings(root / template, **paths, **options)
    except RuntimeError as error:  # ``TypstError`` is one; ``query`` raises others
        lines = getattr(error, "diagnostic", "").splitlines()
        lines_said = (line.removeprefix("error: ") for line in lines if line.startswith("error: "))
        return b"", (), "\n".join(dict.fromkeys(lines_said)) or str(error)
    return data, tuple(warning.message for warning in warnings), ""
