"""Pictures of a text: plain Markdown images become figures and galleries of prepared renditions."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.models import Photo
from plugins.core.renditions import photo_of, plan_renditions, source_set
from plugins.core.text import fold
from plugins.reading.links import Finding
from plugins.reading.surroundings import Surroundings, resolve
from plugins.reading.typography import typeset_text

_DECORATIVE = frozenset({"decorative", "image decorative", "decoratif"})
"""A title that says, folded, that the picture shows nothing a reader needs."""
_SIZES = "(min-width: 72rem) 57rem, (min-width: 48rem) 42rem, 100vw"
"""Width of a figure beside the text column (theme, ``figure.css``)."""
_GALLERY_SIZES = "(min-width: 72rem) 19rem, 50vw"


@dataclass(frozen=True, slots=True)
class Figures:
    """The photos that a text shows, what is wrong with them, and the paths that were looked for."""

    photos: tuple[Photo, ...]
    problems: tuple[Finding, ...]
    asked: frozenset[str]


def rebuild_figures(tree: LexborHTMLParser, path: str, lang: str, around: Surroundings) -> Figures:
    """Replace the images of ``tree``, a text written in the file ``path``, by figures."""
    photos: dict[int, Photo] = {}
    problems: list[Finding] = []
    asked = set()
    images = tree.css("img")
    if not images:
        return Figures((), (), frozenset())
    for image in images:
        wanted = resolve(path, unquote(image.attributes.get("src") or ""))
        asked.add(wanted)
        photo, found = _read_image(image, wanted, lang, around)
        problems += found
        if photo:
            photos[image.mem_id] = photo
        else:
            image.decompose()
    shown = tuple(photos.values())
    for block in tree.css("p"):
        _rebuild_block(block, photos, around)
    for image in tree.css("img"):
        if image.mem_id in photos:
            _replace(image, _picture(photos.pop(image.mem_id), _SIZES, around))
    return Figures(shown, tuple(problems), frozenset(asked))


def _read_image(image: LexborNode, wanted: str, lang: str, around: Surroundings) -> tuple[Photo | None, list[Finding]]:
    """The photo of an image whose file is ``wanted``, and what is wrong with it."""
    source = image.attributes.get("src") or ""
    alt, title = (image.attributes.get("alt") or "").strip(), (image.attributes.get("title") or "").strip()
    if wanted not in around.photos:
        remote = "//" in source or ":" in source
        return None, [("photo-remote" if remote else "photo-missing", source, {"value": source[:120]})]
    if fold(title) in _DECORATIVE:
        return Photo(wanted, ""), []
    raw = photo_of(wanted, alt, title)
    photo = Photo(wanted, *(typeset_text(text, lang) for text in (raw.alt, raw.caption, raw.credit)))
    return photo, [] if alt else [("photo-alt", source, {"value": source[:120]})]


def _rebuild_block(block: LexborNode, photos: dict[int, Photo], around: Surroundings) -> None:
    """Turn a paragraph that holds nothing but images into a figure, or a gallery of figures."""
    images = [node for node in block.iter() if node.tag == "img"]
    only_images = images and not block.text().strip() and all(n.tag in {"img", "br"} for n in block.iter())
    if not only_images:
        return
    sizes = _SIZES if len(images) == 1 else _GALLERY_SIZES
    figures = "".join(_figure(photos.pop(image.mem_id), sizes, around) for image in images)
    _replace(block, figures if len(images) == 1 else f'<div class="gallery">{figures}</div>')


def _replace(node: LexborNode, html: str) -> None:
    new = LexborHTMLParser(html, is_fragment=True).root
    if new:
        node.replace_with(new)


def _figure(photo: Photo, sizes: str, around: Surroundings) -> str:
    parts = [f"<span>{escape(photo.caption)}</span>" if photo.caption else ""]
    parts.append(f"<small>{escape(photo.credit)}</small>" if photo.credit else "")
    caption = " ".join(part for part in parts if part)
    if not caption:
        return f'<figure class="figure">{_picture(photo, sizes, around)}</figure>'
    name = escape(photo.caption or photo.credit)  # RGAA 1.9: the caption is tied to its picture
    picture = _picture(photo, sizes, around)
    legend = f"<figcaption>{caption}</figcaption>"
    return f'<figure class="figure" role="figure" aria-label="{name}">{picture}{legend}</figure>'


def _picture(photo: Photo, sizes: str, around: Surroundings) -> str:
    renditions = plan_renditions(around.photos[photo.path])
    fallback = renditions[-1]
    return (
        f'<picture><source type="image/webp" srcset="{source_set(renditions, around.base)}" sizes="{sizes}">'
        f'<img src="{around.base}{fallback.url}" alt="{escape(photo.alt)}" width="{fallback.width}"'
        f' height="{fallback.height}" loading="lazy" decoding="async"></picture>'
    )
