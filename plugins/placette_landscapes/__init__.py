"""Landscapes drawn for posts without a photo, and portraits for people who choose one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from placette import (
    N_,
    Feature,
    Files,
    Lookup,
    PageKind,
    PictureView,
    Ports,
    Request,
    Site,
    Work,
    Workshop,
    articles,
    authors,
    code_version,
    digest,
    lists,
    views,
)
from placette_landscapes.drawings import (
    CHOICES,
    FAMILIES,
    PORTRAITS,
    SHEET,
    Drawing,
    Family,
    Landscape,
    PicturesSettings,
    drawing_of,
    drawing_url,
    drawings,
    family_of,
    landscape_of,
    landscape_svg,
    paint_landscape,
    picture_of,
    portrait_url,
    portraits_of,
)
from placette_landscapes.shapes import HEIGHT, WIDTH

__all__ = ["FEATURE", "register"]

Order = tuple[str, Drawing, str]  # the slug of a post, its drawing, and the address


def _drawn(site: Site) -> bool:
    return site.options("PICTURES", PicturesSettings).on_pages


def _picture(site: Site) -> Callable[[Any], PictureView | None]:
    return picture_of(site) if _drawn(site) else Ports.PICTURE.absent(site)


def _painted(site: Site) -> Callable[[str, str, int, int], Any]:
    return partial(paint_landscape, family=family_of(site))


def _write_landscapes(site: Site, workshop: Workshop) -> None:
    """Write every portrait and landscape that is not in place."""
    _write_portraits(site, workshop)
    if not _drawn(site):
        return
    family, ledger, by_path = family_of(site), workshop.ledger, articles(site)
    made_with = digest(code_version().encode(), site.options("PICTURES", PicturesSettings).landscape.encode()).encode()
    stale: list[Order] = []
    for path, drawing in drawings(site).items():
        slug = by_path[path].slug
        url = drawing_url(slug, drawing)
        if ledger.needs(url, digest(made_with, slug.encode(), str(drawing).encode())):
            stale.append((slug, drawing, url))
    for name, url in _choices(site):
        if ledger.needs(url, digest(made_with, url.encode())):
            data = landscape_svg(name, Drawing(FAMILIES[name].motifs[0], "dusk"), FAMILIES[name])
            Files.write_new(workshop.output, url, data)
            ledger.note(url, digest(data))
    results = Work.spread_out(_put_landscape, stale, (workshop.output, family), cost=0.004)
    for url, mark in Work.follow(N_("Landscapes drawn"), results, len(stale)):
        ledger.note(url, mark)


def _write_portraits(site: Site, workshop: Workshop) -> None:
    ledger, chosen = workshop.ledger, tuple(_chosen(site))
    if not chosen:
        return
    from placette_landscapes.portraits import load_hues, portraits_svg  # noqa: PLC0415 - most builds draw none

    hues = load_hues(site.settings)
    if ledger.needs(PORTRAITS, digest(code_version().encode(), repr((chosen, hues)).encode())):
        data = portraits_svg(chosen, hues)
        Files.write_new(workshop.output, PORTRAITS, data)
        ledger.note(PORTRAITS, digest(data))


def _chosen(site: Site) -> Iterable[int]:
    """Return the portraits to draw: those that people chose, and all for the sheet of a preview."""
    if site.build.preview:
        return range(1, authors.DRAWN_PORTRAITS + 1)
    return sorted({profile.drawn for profile in authors.profiles(site).values()} - {0})


def _put_landscape(order: Order, how: tuple[Path, Family]) -> tuple[str, str]:
    (slug, drawing, url), (output, family) = order, how
    data = landscape_svg(slug, drawing, family)
    Files.write_new(output, url, data)
    return url, digest(data)


class ChoicesView(NamedTuple):
    """Pictures to choose from: what settings or a profile call each, and its address; how wide and high they are."""

    head: views.HeadView
    title: str
    size: tuple[int, int]
    pictures: tuple[tuple[str, str], ...]


def _choices(site: Site) -> tuple[tuple[Landscape, str], ...]:
    """Return the kinds of territory and the addresses of their pictures: for editors, thus in previews alone."""
    return tuple((name, f"{CHOICES}{name}.svg") for name in FAMILIES if site.build.preview and _drawn(site))


def _requests(site: Site) -> Iterator[Request]:
    if choices := _choices(site):
        yield Request("landscapes", f"{CHOICES}index.html", CHOICES, choices)
    if site.build.preview:
        yield Request("landscapes", f"{SHEET}index.html", SHEET, tuple((n, portrait_url(n)) for n in _chosen(site)))


def _compose_choices(request: Request, choices: tuple[tuple[Any, str], ...], look: Lookup) -> ChoicesView:
    title, size = N_("Landscapes: the word of yours goes into PICTURES_LANDSCAPE"), (WIDTH, HEIGHT)
    if request.path == SHEET:
        title, size = N_("Portraits: write the number of yours in your profile, portrait: 12"), (120, 120)
    pictures = tuple((str(name), look.site.base + url) for name, url in choices)
    heading = look.site.say(title)
    return ChoicesView(lists.head_of(request, heading, "", look), heading, size, pictures)


FEATURE = Feature(
    name="pictures",
    order=150,
    settings={"PICTURES": PicturesSettings},
    offers={
        Ports.PICTURE: _picture,
        Ports.DRAWING: drawing_of,
        Ports.PAINTED: _painted,
        Ports.DRAWN: landscape_of,
        Ports.PORTRAITS: portraits_of,
    },
    files=_write_landscapes,
    pages=(PageKind("landscapes", _compose_choices),),
    requests=_requests,
    templates=Path(__file__).parent / "templates",
)
register = FEATURE.register
