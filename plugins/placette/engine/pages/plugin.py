"""Writes the pages: each is its template printed with its view, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.paginator import Paginator
from pelican.writers import Writer

from placette.engine.base.catalogue import HERE, load_catalogue
from placette.engine.base.files import digest
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version, files_mark, settings_mark
from placette.engine.library.departures import DEPARTURES
from placette.engine.library.moves import load_moves
from placette.engine.pages.desk import Desk, make_desk
from placette.engine.pages.ledger import ledger_of
from placette.engine.pages.planning import plan_site
from placette.engine.pages.printing import Press, print_site
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.site import site_view
from placette.engine.pages.templates import make_environment
from placette.features.departures.moved import plan_departures
from placette.features.posts.kind import POST
from placette.features.posts.related import related_paths
from placette.features.territory.area_pages import refuse_wrong_map

SETTINGS = ("VIEWS", ViewsSettings)
"""Prefix and declaration of this plugin's settings."""


class PagesGenerator(Generator):  # type: ignore[misc]
    """Plans every page from the build and prints those that are not current."""

    def generate_output(self, _writer: Any) -> None:
        """Print the site."""
        settings, theme, cache = self.settings, Path(self.theme), Path(self.settings["CACHE_PATH"])
        words = load_catalogue(settings["DEFAULT_LANG"], (theme / "locale", HERE))
        desk = make_desk(self.context, words)
        refuse_wrong_map(desk)
        environment = make_environment(
            theme / "templates", settings["JINJA_ENVIRONMENT"], words, Store(cache / "theme")
        )
        related = related_paths(desk.build.of(POST), Store(cache / "related"))
        requests = plan_site(desk, self._paginate, related)
        feeds = (settings["AUTHOR_FEED_ATOM"], settings.get("AUTHOR_FEED_JSON"))
        declared = load_moves(Path(settings["PATH"]).parent)
        files, settings[DEPARTURES] = plan_departures(requests, declared, desk, feeds)
        ledger, output = ledger_of(settings), Path(self.output_path)
        press = Press(desk, environment, output, ledger.inspect)
        print_site([*requests, *files], press, ledger, _frame(desk, settings, theme))

    def _paginate(self, name: str, url: str, count: int) -> list[tuple[str, str]]:
        """Pelican's own pagination: the file and address of each page of a list."""
        paginator = Paginator(name, url, range(count), self.settings, self.settings["DEFAULT_PAGINATION"])
        pages = [paginator.page(number + 1) for number in range(paginator.num_pages)]
        return [(page.save_as, page.url) for page in pages]


class SilentWriter(Writer):  # type: ignore[misc]
    """Pelican's own generators have nothing to write: they would list nothing at our addresses."""

    def write_file(self, *_args: Any, **_kwargs: Any) -> None:
        """Write no page."""

    def write_feed(self, *_args: Any, **_kwargs: Any) -> None:
        """Write no feed."""


def _frame(desk: Desk, settings: Any, theme: Path) -> str:
    """A mark of all that is the same on every page, but for its templates."""
    catalogues = files_mark(sorted((theme / "locale").glob("*.po")))
    territory = desk.build.communes.mark
    parts = (code_version(), settings_mark(settings), catalogues, territory, repr(site_view(desk, "")))
    return digest(*(part.encode("utf-8", "replace") for part in parts))


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return PagesGenerator


def choose_writer(_pelican: Any) -> type[Writer]:
    """Have Pelican's own generators write nothing."""
    return SilentWriter


def register() -> None:
    """Connect the handlers."""
    signals.get_generators.connect(add_generator)
    signals.get_writer.connect(choose_writer)
