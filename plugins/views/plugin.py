"""Writes the pages: each is its template printed with its view, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, Template
from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.paginator import Paginator
from pelican.writers import Writer

from plugins.core.build import BUILD
from plugins.core.catalogue import HERE, load_catalogue
from plugins.core.files import write_atomic
from plugins.views.desk import make_desk
from plugins.views.feeds import render_feed
from plugins.views.headers import FILE, render_headers
from plugins.views.pages import Request, compose
from plugins.views.settings import ViewsSettings
from plugins.views.site import site_view

SETTINGS = ("VIEWS", ViewsSettings)
"""Prefix and declaration of this plugin's settings."""


class ViewWriter(Writer):  # type: ignore[misc]
    """Pelican's writer, with explicit views in place of the whole context."""

    def write_file(
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        *_others: Any,
        template_name: str | None = None,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Print ``template`` into ``name``, once for each page of a long list."""
        if not name:
            return
        desk = self._desk(context)
        kind = template_name or Path(template.name or "").stem
        period: dict[str, Any] = {key: context[key] for key in ("period", "period_num") if key in context}
        for request in self._requests(name, url or "", kind, {**kwargs, **period}):
            site = site_view(desk, request.path)
            self._put(request.save_as, template.render(site=site, page=compose(request, desk)))

    def write_feed(
        self, elements: Any, context: dict[str, Any], path: str | None = None, *_args: Any, **kwargs: Any
    ) -> None:
        """Write one Atom feed of the given posts."""
        if path:
            desk = self._desk(context)
            articles = [desk.build.published[desk.positions[element.relative_source_path]] for element in elements]
            title = kwargs.get("feed_title") or ""
            named = desk.people[title].name if title in desk.people else title
            self._put(path, render_feed(named, path, articles, desk))

    def _requests(self, name: str, url: str, kind: str, values: dict[str, Any]) -> list[Request]:
        articles = [article.relative_source_path for article in values.get("articles") or ()]
        if kind not in self.settings["PAGINATED_TEMPLATES"]:
            return [Request(kind, name, url, values, tuple(articles))]
        per_page = self.settings["PAGINATED_TEMPLATES"][kind] or self.settings["DEFAULT_PAGINATION"]
        paginator = Paginator(name, url, articles, self.settings, per_page)
        pages = [paginator.page(number + 1) for number in range(paginator.num_pages)]
        addresses = [page.url for page in pages]
        return [
            Request(kind, page.save_as, page.url, values, tuple(page.object_list), number, tuple(addresses))
            for number, page in enumerate(pages, 1)
        ]

    def _desk(self, context: dict[str, Any]) -> Any:
        if "DESK" not in context:
            context["DESK"] = make_desk(context, _words(self.settings))
        return context["DESK"]

    def _put(self, path: str, text: str) -> None:
        target = (Path(self.output_path) / path).resolve()
        if not target.is_relative_to(Path(self.output_path).resolve()):
            raise ValueError(f"{path}: outside the output")
        write_atomic(target, text.encode())


def _words(settings: dict[str, Any]) -> Any:
    return load_catalogue(settings["DEFAULT_LANG"], (Path(settings["THEME"]) / "locale", HERE))


def prepare_templates(generator: Generator) -> None:
    """Give the templates their catalogue, and look for them in our theme alone: Pelican falls back to its own."""
    generator.env.loader = FileSystemLoader(Path(generator.settings["THEME"]) / "templates")
    generator.env.install_gettext_translations(_words(generator.settings), newstyle=True)


def choose_writer(_pelican: Any) -> type[Writer]:
    """Have Pelican write with our writer."""
    return ViewWriter


def write_headers(pelican: Pelican) -> None:
    """Put the security headers beside the pages, for hosts that read them."""
    text = render_headers(pelican.settings[BUILD].base)
    write_atomic(Path(pelican.output_path) / FILE, text.encode())


def register() -> None:
    """Connect the handlers."""
    signals.generator_init.connect(prepare_templates)
    signals.get_writer.connect(choose_writer)
    signals.finalized.connect(write_headers)
