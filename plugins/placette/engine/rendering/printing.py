"""Printing stale pages: each page is its template with its view, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields
from itertools import chain, groupby
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Template

from placette.engine.base.files import Store, digest, write_new
from placette.engine.base.processes import bounded_out, spread_out
from placette.engine.base.progress import follow
from placette.engine.base.text import nearest
from placette.engine.base.translation import N_, SettingError
from placette.engine.content.build import Build
from placette.engine.photos.encoding import ENCODING, encode_renditions
from placette.engine.rendering.features import FileKind, Lookup, Request, Site, Write
from placette.engine.rendering.ledger import Ledger, Workshop
from placette.engine.rendering.lists import list_url, short_lists, site_feeds
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import ViewsSettings, marks_of
from placette.engine.rendering.templates import Theme, template_marks, template_name
from placette.engine.rendering.views import AssetsView, LinkView, SiteView
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Rendition, plan_renditions

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect", "manifest", "media")),
        *(f"{kind} 'none'" for kind in ("form-action", "base-uri", "object-src")),
    )
)
"""Nothing from elsewhere, nothing inline. ``frame-ancestors`` only works as a header."""


_PREVIEW = N_("Preview for those who edit: this is not the public site.")


def site_view(site: Site, current: str) -> SiteView:
    """Return the frame of a page; ``current`` is its address from the site's root, for the menu's mark."""
    base, settings, pages = site.base, site.options("VIEWS", ViewsSettings), site.ask(Ports.PAGE_URLS)
    return SiteView(
        name=site.site_name,
        baseline=site.baseline,
        lang=site.lang,
        home_url=base,
        write_url=pages.get(settings.write_page, base),
        charter_url=pages.get(settings.charter_page, base),
        urls=site.once(_urls),
        feed_url=next((feed.url for feed in site_feeds(site) if feed.type != "text/calendar"), ""),
        menu=_links(settings.menu, site, current),
        footer=_links(site.once(_footer), site, current),
        search=site.ask(Ports.SEARCH),
        notice=site.say(_PREVIEW) if site.build.preview else typeset_text(settings.notice, site.lang),
        preview=site.build.preview,
        content_security_policy=CONTENT_SECURITY_POLICY,
        copyright=typeset_text(settings.rights, site.lang),
        subscription=site.ask(Ports.SUBSCRIPTION),
        **site.once(_assets),
    )


def _assets(site: Site) -> dict[str, Any]:
    """Return the files of the look, by the names that they have in a ``SiteView`` too."""
    return {asset.name: getattr(site.ask(Ports.ASSETS), asset.name) for asset in fields(AssetsView)}


def _footer(site: Site) -> tuple[tuple[str, str], ...]:
    prescribed, footer = site.ask(Ports.PRESCRIBED), site.options("VIEWS", ViewsSettings).footer
    return tuple((prescribed.get(path.partition("#")[0], label), path) for label, path in footer)


def _urls(site: Site) -> Mapping[str, str]:
    singles = (single for feature in site.features for single in feature.singles)
    return {single.frame: list_url(single.address, site) for single in singles if single.frame}


def _links(entries: tuple[tuple[str, str], ...], site: Site, current: str) -> tuple[LinkView, ...]:
    """Return menu entries; the one that leads to the current page, or to a list it belongs to, is marked.

    Those to a text that is left out for now are left out with it, and those to a list that has too few entries.
    """
    away = site.once(_away)
    visible = ((label, path) for label, path in entries if path.partition("#")[0] not in away)
    return tuple(
        LinkView(
            typeset_text(label, site.lang),
            site.base + path,
            current=current == path or bool(path and current.startswith(path)),
        )
        for label, path in visible
    )


def _away(site: Site) -> frozenset[str]:
    """Return addresses without links for now: those of unpublished texts, and of lists that are too short."""
    build = site.build
    published = {text.url for texts in (*build.texts.values(), build.gone) for text in texts}
    return (frozenset(filter(None, build.addresses.values())) - published) | short_lists(site).keys()


class HiddenEntry(NamedTuple):
    """An entry of the menu or the footer that isn't shown for now: its list has ``entries`` of ``least``.

    Both are 0 where its text isn't published.
    """

    label: str
    path: str
    entries: int
    least: int


def hidden_entries(site: Site) -> tuple[HiddenEntry, ...]:
    """Return the entries that the menu and the footer leave out for now."""
    settings, away, short = site.options("VIEWS", ViewsSettings), site.once(_away), short_lists(site)
    entries = ((label, path.partition("#")[0]) for label, path in (*settings.menu, *settings.footer))
    return tuple(HiddenEntry(label, path, *short.get(path, (0, 0))) for label, path in entries if path in away)


def refuse_broken_entries(site: Site, made: Set[str]) -> None:
    """Raise ``SettingError`` for entries of the menu or the footer that lead to no page; ``made`` are all addresses."""
    settings, away = site.options("VIEWS", ViewsSettings), site.once(_away)
    wrong = [
        (name, label, path)
        for name, entries in (("VIEWS_MENU", settings.menu), ("VIEWS_FOOTER", settings.footer))
        for label, path in entries
        if path.partition("#")[0] not in made | away
    ]
    if wrong:
        near = {path: ", ".join(nearest(path, made, 1)) for _, _, path in wrong}
        lines = (f'{name} = ("{label}", "{path}")?  →  {near[path] or "…"}' for name, label, path in wrong)
        raise SettingError("\n".join(lines))


_PRINTING = N_("Pages made")


@dataclass(slots=True)
class Press:
    """All that printing needs; ``shared`` and ``templates`` fill as pages are printed."""

    site: Site
    theme: Theme
    output: Path
    ledger: Ledger
    writers: dict[str, Write] = field(init=False)
    """Functions that write the files without template, by kind of request."""
    shared: dict[Any, Any] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = (kind for feature in self.site.features for kind in feature.pages)
        self.writers = {kind.kind: kind.write for kind in kinds if isinstance(kind, FileKind)}

    def template(self, kind: str) -> Template:
        """Return the template for pages of this kind."""
        if kind not in self.templates:
            self.templates[kind] = self.theme.get_template(template_name(kind, self.theme))
        return self.templates[kind]


def print_site(requests: Sequence[Request], press: Press, frame: str) -> None:
    """Print the ledger's stale files, and note them. ``frame`` marks what is the same on every page."""
    ledger, kinds = press.ledger, {request.kind for request in requests} - press.writers.keys()
    names = {kind: template_name(kind, press.theme) for kind in kinds}
    marks = template_marks(sorted(names.values()), press.theme)
    of_templates = {kind: digest(marks[name].encode(), frame.encode()) for kind, name in names.items()}
    of_kinds = dict.fromkeys(press.writers, frame) | of_templates
    ledger.mark(marks_of(press.site))
    keys = {one.save_as: digest(of_kinds[one.kind].encode(), one.text().encode("utf-8", "replace")) for one in requests}
    stale = [request for request in requests if ledger.needs(request.save_as, keys[request.save_as])]
    for path, made, parts, look in follow(_PRINTING, spread_out(print_page, stale, press, cost=0.0015), len(stale)):
        ledger.note(path, made, tuple(filter(None, parts.split("\n"))), look)


_NAMED = 5
"""Texts of a page that an error names."""


def print_page(request: Request, press: Press) -> tuple[str, str, str, object]:
    """Compose, print and write one file: its path, a digest of its bytes, the parts it shows (one a line), the look.

    Errors name the file, and the texts that it shows.
    """
    look, path = Lookup(press.site, press.shared), request.save_as
    try:
        data = _print(request, press, look).encode()
        write_new(press.output, path, data)
    except Exception as error:
        sources = [part for part in sorted(look.parts) if ".md" in part][:_NAMED]
        error.add_note(f"{path} ← {', '.join(sources)}" if sources else path)
        raise
    return path, digest(data), "\n".join(sorted(look.parts)), press.ledger.look_at(path, data)


def _print(request: Request, press: Press, look: Lookup) -> str:
    if request.kind in press.writers:
        return press.writers[request.kind](request, request.content, look)
    view = press.site.page_kinds[request.kind].compose(request, request.content, look)
    return press.template(request.kind).render(site=site_view(press.site, request.path), page=view)


_AT_ONCE = 64
"""Jobs in one batch: each has its photo in memory, up to 1.5 MB."""
_MAKING = N_("Photos made")

Wanted = tuple[str, Rendition]
"""A photo's path in the content folder, and a file to make of it."""


def wanted_renditions(build: Build) -> list[Wanted]:
    """Return every file to make: only what the published texts and people show, in order of photo, format and width."""
    texts = [*chain.from_iterable(build.texts.values())]
    photos = [*chain.from_iterable(text.body.photos for text in texts)]
    photos += filter(None, (getattr(text, "photo", None) for text in texts))  # not every kind of text has one above it
    places = {(photo.path, photo.place) for photo in photos}
    plan = {r.url: (path, r) for path, place in places for r in plan_renditions(build.photos[path], place)}
    return sorted(plan.values(), key=lambda wanted: (wanted[0], wanted[1].format, wanted[1].width))


def put_renditions(site: Site, workshop: Workshop) -> None:
    """Write the renditions that are not in place; those that are not in the store either are encoded in workers.

    Raises ``OSError`` for a photo that passed the gate and can't be encoded.
    """
    store, ledger = Store(workshop.cache / "photos"), workshop.ledger
    wanted = wanted_renditions(site.build)
    keys = {rendition: digest(rendition.url.encode(), rendition.format.encode()) for _, rendition in wanted}
    for key in keys.values():
        store.keep(key)
    stale = [(path, r) for path, r in wanted if ledger.needs(r.url, keys[r])]
    missing = [(path, r) for path, r in stale if store.get(keys[r]) is None]
    for rendition, data in follow(_MAKING, _encode(missing, workshop.content), len(missing)):
        store.put(keys[rendition], data)
    store.prune()
    for path, rendition in stale:
        kept = store.get(keys[rendition])
        if kept is None:
            raise OSError(f"{path}: {rendition.url}")
        write_new(workshop.output, rendition.url, kept)
        ledger.note(rendition.url, digest(kept))


def _encode(missing: Sequence[Wanted], content: Path) -> Iterator[tuple[Rendition, bytes]]:
    """Make missing files, a photo at a time: each is kept at once, and isn't lost if the rest fails."""
    groups = [tuple(group) for _, group in groupby(missing, lambda wanted: wanted[0])]
    for start in range(0, len(groups), _AT_ONCE):
        batch = groups[start : start + _AT_ONCE]
        jobs = [((content / group[0][0]).read_bytes(), tuple(r for _, r in group)) for group in batch]
        batches = bounded_out(encode_renditions, jobs, None, ENCODING, per_worker=1)
        for group, files in zip(batch, batches, strict=True):
            for (_, rendition), data in zip(group, files or (), strict=bool(files)):
                yield rendition, data
