"""Pictures of a text: plain Markdown images become figures and galleries of prepared renditions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.engine.texts.captions import is_decorative, photo_of
from placette.engine.texts.claims import Claims, unclaimed
from placette.engine.texts.links import Finding
from placette.engine.texts.pictures import photo_view
from placette.engine.texts.renditions import SHOWN, Place
from placette.engine.texts.surroundings import Surroundings, resolve
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Photo


@dataclass(frozen=True, slots=True)
class Figures:
    """The photos that a text shows, what is wrong with them, and the paths that were looked for."""

    photos: tuple[Photo, ...]
    problems: tuple[Finding, ...]
    asked: frozenset[str]


def rebuild_figures(tree: LexborHTMLParser, path: str, lang: str, around: Surroundings, claims: Claims) -> Figures:
    """Replace the images of ``tree``, a text written in the file ``path``, by figures.

    Its links have been resolved before: those of galleries are ours.
    """
    photos: dict[int, Photo] = {}
    problems: list[Finding] = []
    asked = set()
    images = tree.css("img")
    if not images:
        return Figures((), (), frozenset())
    for image in images:
        wanted = resolve(path, unquote(image.attributes.get("src") or ""))
        asked.add(wanted)
        photo, found = _read_image(image, wanted, lang, around, claims)
        problems += found
        if photo:
            photos[image.mem_id] = photo
        else:
            image.decompose()
    shown: list[Photo] = []
    for block in tree.css("p"):
        shown += _rebuild_block(block, photos, around)
    for image in tree.css("img"):
        if image.mem_id in photos:
            shown.append(photos.pop(image.mem_id))
            _replace(image, _picture(shown[-1], around))
    return Figures(tuple(shown), tuple(problems), frozenset(asked))


def _read_image(
    image: LexborNode, wanted: str, lang: str, around: Surroundings, claims: Claims
) -> tuple[Photo | None, list[Finding]]:
    """The photo of an image whose file is ``wanted``, and what is wrong with it."""
    source = image.attributes.get("src") or ""
    alt, title = (image.attributes.get("alt") or "").strip(), (image.attributes.get("title") or "").strip()
    if wanted not in around.photos:
        code = "photo-remote" if "//" in source or ":" in source else missing_code(wanted, around)
        return None, [(code, source, {"value": source[:120]})]
    photo = photo_of(wanted, alt, title)
    decorative = is_decorative(photo.caption)
    missing = [] if alt or decorative else ["photo-alt"]
    found = [(code, source, {"value": source[:120]}) for code in (*missing, *unclaimed(photo.credit, claims))]
    photo = replace(photo, alt="", caption="") if decorative else photo
    alt, caption, credit = (typeset_text(text, lang) for text in (photo.alt, photo.caption, photo.credit))
    return Photo(wanted, alt, caption, credit), found


def missing_code(wanted: str, around: Surroundings) -> str:
    """What is wrong with a picture that can't be shown: it isn't there, or it is refused."""
    return "photo-refused" if wanted in around.unshown else "photo-missing"


def _rebuild_block(block: LexborNode, photos: dict[int, Photo], around: Surroundings) -> list[Photo]:
    """Turn a paragraph that holds nothing but images into a figure, or a gallery of figures; gives their photos."""
    images = [node for node in block.iter() if node.tag == "img"]
    only_images = images and not block.text().strip() and all(n.tag in {"img", "br"} for n in block.iter())
    if not only_images:
        return []
    place = Place.FIGURE if len(images) == 1 else Place.GALLERY
    shown = [replace(photos.pop(image.mem_id), place=place) for image in images]
    figures = "".join(_figure(photo, around) for photo in shown)
    _replace(block, figures if len(images) == 1 else f'<div class="gallery" data-gallery="">{figures}</div>')
    return shown


def _replace(node: LexborNode, html: str) -> None:
    new = LexborHTMLParser(html, is_fragment=True).root
    if new:
        node.replace_with(new)


def _figure(photo: Photo, around: Surroundings) -> str:
    credit = f"<small>{escape(photo.credit)}</small>" if photo.credit else ""
    caption, picture = " · ".join(filter(None, (escape(photo.caption), credit))), _picture(photo, around)
    if photo.place is Place.GALLERY and photo.alt:  # a decorative picture says nothing: it leads nowhere
        name = escape(around.labels.enlarge.format(what=photo.alt))
        picture = f'<a href="{photo_view(photo, around.photos, around.base).large}" aria-label="{name}">{picture}</a>'
    if not caption:
        return f'<figure class="figure">{picture}</figure>'
    name = escape(photo.caption or photo.credit)  # RGAA 1.9: the caption is tied to its picture
    legend = f"<figcaption>{caption}</figcaption>"
    return f'<figure class="figure" role="figure" aria-label="{name}">{picture}{legend}</figure>'


def _picture(photo: Photo, around: Surroundings) -> str:
    view = photo_view(photo, around.photos, around.base)
    sizes = view.sizes(SHOWN[photo.place])
    sources = "".join(f'<source type="{s.type}" srcset="{s.srcset}" sizes="{sizes}">' for s in view.sources)
    widths = f' srcset="{view.srcset}" sizes="{sizes}"' if view.srcset else ""
    shape = "upright" if view.height > view.width else ""
    names = " ".join(filter(None, (shape, view.classes)))
    classes = f' class="{names}"' if names else ""
    return (
        f'<picture>{sources}<img{classes} src="{view.src}"{widths} alt="{escape(photo.alt)}" width="{view.width}"'
        f' height="{view.height}" loading="lazy" decoding="async"></picture>'
    )
