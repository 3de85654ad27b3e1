"""Printing what is stale: each page is its template with its view, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Template

from placette.engine.base.files import digest, digest_after, write_new
from placette.engine.base.message import N_
from placette.engine.base.processes import begin, spread_out
from placette.engine.base.progress import follow
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Write
from placette.engine.pages.ledger import SHELL, Ledger, Pieces, Written
from placette.engine.pages.lookup import Lookup, marks_of
from placette.engine.pages.requests import Request
from placette.engine.pages.shells import Shells, print_pieces, put_into
from placette.engine.pages.site import site_view
from placette.engine.pages.templates import Marks, Theme, template_marks, template_name
from placette.engine.pages.views import SiteView

_KEY = 0.000004
"""Seconds that it takes to write a request as a text and to digest it."""
_PRINTING = N_("Pages made")


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that was printed: the digest of its bytes, the parts it shows (one a line), what was seen in it.

    ``parts`` is None for those that it showed before; ``pieces`` are the sizes of a page's pieces, if its blocks may
    stand in another shell.
    """

    path: str
    digest: str
    parts: str | None
    look: object
    pieces: tuple[int, ...] = ()

    def written(self) -> Written:
        """What the ledger notes, but for the key."""
        parts = None if self.parts is None else tuple(filter(None, self.parts.split("\n")))
        return Written("", self.digest, parts, self.pieces)


@dataclass(slots=True)
class Press:
    """All that printing needs; ``shared`` and ``templates`` fill as pages are printed.

    ``shells`` has the outermost template for each kind of page whose blocks can be told from it.
    """

    desk: Desk
    theme: Theme
    output: Path
    ledger: Ledger
    shells: Mapping[str, str] = field(default_factory=dict)
    around: Shells = field(init=False)
    shared: dict[Any, Any] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.around = Shells(self.theme)

    def template(self, kind: str) -> Template:
        """The template for pages of this kind."""
        if kind not in self.templates:
            self.templates[kind] = self.theme.get_template(template_name(kind, self.theme))
        return self.templates[kind]

    def shell(self, kind: str, site: SiteView) -> Pieces:
        """What surrounds the blocks of pages of this kind in a frame; nothing if that can't be told."""
        return self.around.of(self.shells[kind], site) if kind in self.shells else ()

    @property
    def writers(self) -> Mapping[str, Write]:
        """What writes the files that need no template, by kind of request."""
        return self.desk.once(_writers)


def _writers(desk: Desk) -> dict[str, Write]:
    found = {form.kind: form.write for form in desk.feed_forms}
    return found | {kind: write for feature in desk.features for kind, write in feature.writers.items()}


def print_site(requests: Sequence[Request], press: Press, frame: str) -> None:
    """Print what the ledger finds stale, and note what was printed. ``frame`` marks what is the same on every page."""
    ledger, marks = press.ledger, _marks_of_kinds(requests, press)
    press.shells = {kind: mark.shell for kind, mark in marks.items() if mark.shell}
    own = {kind: digest((mark.blocks or mark.whole).encode(), frame.encode()) for kind, mark in marks.items()}
    key_of = {kind: digest_after(mark.encode()) for kind, mark in (dict.fromkeys(press.writers, frame) | own).items()}
    keys = begin(_keys, (requests, key_of), len(requests) * _KEY)  # takes as long as the marks
    ledger.mark(marks_of(press.desk) | {_shell_part(kind): marks[kind].whole for kind in press.shells})
    stale = [request for request, key in zip(requests, keys(), strict=True) if ledger.needs(request.save_as, key)]
    for printed in follow(_PRINTING, spread_out(print_page, stale, press, cost=0.0015), len(stale)):
        ledger.note_page(printed.path, printed.written(), printed.look)


def _shell_part(kind: str) -> str:
    return f"{SHELL} {kind}"


def _keys(asked: tuple[Sequence[Request], Mapping[str, Callable[[bytes], str]]]) -> list[str]:
    """A digest of each request after what is the same for all of its kind."""
    requests, key_of = asked
    return [key_of[request.kind](request.text().encode("utf-8", "replace")) for request in requests]


_NAMED = 5
"""Texts of a page that an error names."""


def print_page(request: Request, press: Press) -> Printed:
    """Compose, print and write one file. Whatever fails says which file it was, and which texts it shows."""
    look = Lookup(press.desk, press.shared)
    try:
        return _print_page(request, press, look)
    except Exception as error:
        sources = [part for part in sorted(look.parts) if ".md" in part][:_NAMED]
        error.add_note(f"{request.save_as} ← {', '.join(sources)}" if sources else request.save_as)
        raise


def _print_page(request: Request, press: Press, look: Lookup) -> Printed:
    if request.kind in press.writers:
        text = press.writers[request.kind](request, request.content, look)
        return _put_down(request, press, look.parts, (text.encode(),))
    site = site_view(press.desk, request.path)
    shell = press.shell(request.kind, site)
    if shell and press.ledger.wants_shell(request.save_as):
        before = press.ledger.pieces_of(request.save_as)
        if now := put_into(shell, before):
            return _put_down(request, press, None, now, before)
    view = press.desk.page_kinds[request.kind].compose(request, request.content, look)
    pieces = print_pieces(press.template(request.kind), {"site": site, "page": view})
    if shell:
        look.note(_shell_part(request.kind))
    if pieces[::2] != shell[::2]:  # it has none, or prints something else beside its blocks
        pieces = (b"".join(pieces),)
    return _put_down(request, press, look.parts, pieces)


def _put_down(request: Request, press: Press, parts: set[str] | None, pieces: Pieces, before: Pieces = ()) -> Printed:
    """Write a page, looked at first; ``before`` is what lies there if only its shell has changed."""
    path, data, inspect = request.save_as, b"".join(pieces), press.ledger.inspect
    write_new(press.output, path, data)
    seen, whole = None, False
    if inspect and len(pieces) == 1:
        seen = inspect(path, data)
    elif inspect:
        seen, whole = inspect.look_at_shell(path, before, pieces) if before else inspect.look_at_pieces(path, pieces)
    shown = None if parts is None else "\n".join(sorted(parts))
    return Printed(path, digest(data), shown, seen, tuple(map(len, pieces)) if whole else ())


def _marks_of_kinds(requests: Sequence[Request], press: Press) -> dict[str, Marks]:
    """For each kind of page the marks of its templates."""
    kinds = {request.kind for request in requests} - press.writers.keys()
    names = {kind: template_name(kind, press.theme) for kind in kinds}
    marks = template_marks(sorted(names.values()), press.theme)
    return {kind: marks[name] for kind, name in names.items()}
