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
from placette.engine.pages.ledger import Ledger
from placette.engine.pages.lookup import Lookup, marks_of
from placette.engine.pages.requests import Request
from placette.engine.pages.site import site_view
from placette.engine.pages.templates import Theme, template_marks, template_name

_KEY = 0.000004
"""Seconds that it takes to write a request as a text and to digest it."""
_PRINTING = N_("Pages made")


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that was printed: the digest of its bytes, the parts it shows (one a line), what was seen in it."""

    path: str
    digest: str
    parts: str
    look: object


@dataclass(slots=True)
class Press:
    """All that printing needs; ``shared`` and ``templates`` fill as pages are printed."""

    desk: Desk
    theme: Theme
    output: Path
    inspect: Callable[[str, bytes], object] | None = None
    shared: dict[Any, Any] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)

    def template(self, kind: str) -> Template:
        """The template for pages of this kind."""
        if kind not in self.templates:
            self.templates[kind] = self.theme.get_template(template_name(kind, self.theme))
        return self.templates[kind]

    @property
    def writers(self) -> Mapping[str, Write]:
        """What writes the files that need no template, by kind of request."""
        return self.desk.once(_writers)


def _writers(desk: Desk) -> dict[str, Write]:
    found = {form.kind: form.write for form in desk.feed_forms}
    return found | {kind: write for feature in desk.features for kind, write in feature.writers.items()}


def print_site(requests: Sequence[Request], press: Press, ledger: Ledger, frame: str) -> None:
    """Print what the ledger finds stale, and note what was printed. ``frame`` marks what is the same on every page."""
    key_of = {kind: digest_after(mark.encode()) for kind, mark in _frame_marks(requests, press, frame).items()}
    keys = begin(_keys, (requests, key_of), len(requests) * _KEY)  # takes as long as the marks
    ledger.mark(marks_of(press.desk))
    stale = [request for request, key in zip(requests, keys(), strict=True) if ledger.needs(request.save_as, key)]
    for printed in follow(_PRINTING, spread_out(print_page, stale, press, cost=0.0015), len(stale)):
        ledger.note(printed.path, printed.digest, tuple(filter(None, printed.parts.split("\n"))), printed.look)


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
    else:
        view = press.desk.page_kinds[request.kind].compose(request, request.content, look)
        text = press.template(request.kind).render(site=site_view(press.desk, request.path), page=view)
    data = text.encode()
    write_new(press.output, request.save_as, data)
    seen = press.inspect(request.save_as, data) if press.inspect else None
    return Printed(request.save_as, digest(data), "\n".join(sorted(look.parts)), seen)


def _frame_marks(requests: Sequence[Request], press: Press, frame: str) -> dict[str, str]:
    """For each kind of page, a mark of its templates and of what is the same on every page."""
    kinds = {request.kind for request in requests} - press.writers.keys()
    names = {kind: template_name(kind, press.theme) for kind in kinds}
    marks = template_marks(sorted(names.values()), press.theme)
    printed = {kind: digest(marks[name].encode(), frame.encode()) for kind, name in names.items()}
    return dict.fromkeys(press.writers, frame) | printed
