"""Editions made by hand, how they are printed, and what a PDF says to screen readers."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw
from PIL import Image

from placette_gazette.contents import Edition, Imprint, Plate, Story
from placette_gazette.issue import Portion
from placette_gazette.paper import PaperLook

COLOURS: Mapping[str, str] = {
    "ink": "#23211d",
    "ink-soft": "#605b52",
    "rule": "#ddd7ca",
    "accent": "#a8432b",
    "primary-soft": "#e7f1ee",
}
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 600"><path fill="#205c4d" d="M0 300h1200v300z"/></svg>'
)
PROSE = "Nous sommes vingt-six. L’hiver, nous répétons dans une salle des fêtes au plafond bas, où le son tombe. "
NEVER = datetime(2026, 5, 1, tzinfo=UTC)


def story(html: str, name: str = "un-texte", **given: Any) -> Story:
    """A post in French, with a drawn landscape."""
    plain = Story(
        path=f"articles/2026/{name}/index.md",
        url=f"https://carnets.example/2026/{name}/",
        title=name.replace("-", " ").capitalize(),
        lang="fr",
        category="Nature",
        places="Langeac",
        byline="Léa Montel",
        day=NEVER,
        summary="Une phrase qui résume.",
        html=html,
        plate=Plate("", ""),
        plates=(),
        licence="CC BY 4.0",
        portion=Portion.WHOLE,
    )
    return replace(plain, **given)


def edition(*stories: Story, **given: Any) -> Edition:
    """An issue of May, with its imprint."""
    plain = Edition(
        slug="2026-05",
        site="Carnets d’essai",
        tagline="Celles et ceux qui vivent ici",
        origin="https://carnets.example/",
        lang="fr",
        title="Carnets de mai",
        number="3",
        when="mai 2026",
        day=NEVER,
        editorial_html="",
        stories=stories,
        events=(),
        exchanges=(),
        calls=(),
        opposition=(),
        imprint=Imprint("Les Carnets", "1 place du Marché, Langeac", "Jeanne Montel", "Imprimerie Combe", "2999-0001"),
    )
    return replace(plain, **given)


def look(content: Path) -> PaperLook:
    """A site's look, whose words stay in English."""
    return PaperLook(content, COLOURS, lambda _path: DRAWING, str)


def photo(content: Path, name: str, size: tuple[int, int] = (900, 600)) -> Plate:
    """A photo beside the text «un-texte»."""
    file = content / "articles/2026/un-texte" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.linear_gradient("L").resize(size).convert("RGB").save(file)
    return Plate(f"articles/2026/un-texte/{name}", f"Ce que montre {name}", "Au lavoir", "photo de Marc")


def text_of(pdf: bytes) -> str:
    """All that the pages say, without the ends of lines."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    return " ".join("\n".join(pages).replace("\ufffe", "").replace("\x02", "").split())


def tags_of(pdf: bytes) -> list[tuple[str, str]]:
    """Every element in reading order: its tag, and its alternative."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_walk(document.Root.StructTreeRoot.K))


def facts_of(pdf: bytes) -> dict[str, str]:
    """The language, the title as a window shows it, and which part of PDF/UA the file says it keeps to."""
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as meta:
        return {"lang": str(document.Root.Lang), "title": str(meta["dc:title"]), "ua": str(meta["pdfuaid:part"])}


def texts_on(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject]:
    """The pieces of text on a page, as they were drawn."""
    return [item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]


def _walk(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _walk(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S)[1:], str(node.get("/Alt", ""))
        yield from _walk(node.get("/K", pikepdf.Array()))
