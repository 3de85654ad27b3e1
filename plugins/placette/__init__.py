"""The software of a territory's blog, and its public interface: what packages and a site's own features build on.

``from placette import Feature, Slot``. The names here change with a line in the changelog only; anything below
``placette.engine``, ``placette.features`` and ``placette.commands`` may change any day. Of a module that is named here,
names without underscore are part of the interface. The tests of a package have ``placette.testing`` besides.
``plugins/README.md`` explains how a package is made.
"""

# ruff: noqa: F401 - these imports are the interface
# isort: skip_file
from typing import TYPE_CHECKING, Any

__version__ = "1.0.0rc1"

if TYPE_CHECKING:  # for readers, editors and type checkers; ``_NAMES`` has the same for Python
    # What a package adds to a site: one value, listed in PLUGINS
    from placette.engine.rendering.features import Feature, Slot, PageKind, Request, Listing, MapSection
    from placette.engine.rendering.features import Configured, FileKind, SharedKind

    # What a feature offers and others ask for: site.ask(PORT). What it offers to tasks: offered(SERVICE, settings)
    from placette.engine.rendering.ports import Ports

    # Kinds of texts: where their files lie, their front matter, the value that is made of them
    from placette.engine.content.kinds import TextKind, Draft, Making, TextStatus, PERSON, Extension
    from placette.engine.content.kinds import BodyForm, FOR_SIGNERS, OTHER_TEXTS, Reference, Relations, Signed
    from placette.engine.content.extended import added
    from placette.engine.content.neighbours import Neighbours, Outline
    from placette.engine.content.checks import check_range
    from placette.engine.content.options import ReadingOptions, ReadingSettings, Term
    from placette.engine.content.build import Build
    from placette.engine.texts import fields
    from placette.engine.texts.front_matter import Matter, key, quoted

    # Bodies of texts, their photos and files, their licence
    from placette.engine.texts import characters
    from placette.engine.content.library import plain_problems
    from placette.engine.texts.body import LINK
    from placette.engine.texts.links import rel_outside
    from placette.engine.texts.markup import to_html
    from placette.engine.texts.sanitizer import SCHEMES
    from placette.engine.texts.values import Body, Licence, PictureView
    from placette.engine.photos.photos import Prepared
    from placette.engine.content.companions import AttachmentKind
    from placette.engine.content.communes import Commune, CommuneIndex
    from placette.engine.content.tree import is_good_name

    # Pages, lists, feeds: from the whole site to what a template prints
    from placette.engine.rendering.features import Lookup, Single, Site as Site
    from placette.engine.rendering.site import ViewsSettings, date_view, places_of
    from placette.engine.rendering.addresses import FeedAddress, PageAddress
    from placette.engine.rendering.entries import FeedEntry, Searched, Writing
    from placette.engine.rendering.ledger import Workshop
    from placette.engine.rendering.searched import searched_text
    from placette.engine.rendering import lists, structured as schema_org, views
    from placette.engine.content import addresses

    # Problems that the check reports, and words in two languages
    from placette.engine.findings.problems import Problem
    from placette.engine.findings.problems import Translate
    from placette.engine.findings.rows import FindingsReport, Row, FindingSection
    from placette.engine.findings.messages import declare_messages
    from placette.engine.base.translation import N_, Message, TranslatableError, SettingError, Severity, load_catalogue
    from placette.engine.base import occurrences

    # Settings and tasks of the site at hand
    from placette.engine.base.settings import load_settings
    from placette.commands.site_tasks import _, Task
    from placette.commands.project import Project
    from placette.commands.announcing.announce_tasks import published_post

    # What other features make public, each a module: posts.published(site)
    from placette.features import agenda, authors, decisions, letterbox
    from placette.features import posts, questions, replies
    from placette.features.translations import PostNames
    from placette.features.calls import CALL
    from placette.features.legal import LegalSettings
    from placette.features.series import episode_of
    from placette.features.posts import POST, Article, articles
    from placette.features.agenda.recurrence import Rule
    from placette.features.agenda.event import EventMatter
    from placette.features.appearance import IdentitySettings
    from placette.features.appearance import style as appearance
    from placette.features.sharing.fonts import Face
    from placette.features.sharing.publisher import publisher_of
    from placette.features.feeds import absolute_links

    # What the commands of the core do
    from placette.commands import announcing, intake, writing

    # Files, processes, git, servers
    from placette.engine.base.files import Files
    from placette.engine.base.files import Store, digest
    from placette.engine.base.processes import Work, Limits
    from placette.engine.base import git
    from placette.engine.base.versions import code_version
    from placette.commands.status import Manner, Reply, asking
    from placette.engine.base.standalone import standalone_environment

    # Words: compared, shortened, drawn
    from placette.engine.base.words import Words
    from placette.engine.base.geography import qr_rows


_NAMES = {
    "placette.commands": "announcing intake writing",
    "placette.commands.announcing.announce_tasks": "published_post",
    "placette.commands.project": "Project",
    "placette.commands.site_tasks": "Task _",
    "placette.commands.status": "Manner Reply asking",
    "placette.engine.base": "git occurrences",
    "placette.engine.base.files": "Files Store digest",
    "placette.engine.base.geography": "qr_rows",
    "placette.engine.base.processes": "Limits Work",
    "placette.engine.base.settings": "load_settings",
    "placette.engine.base.standalone": "standalone_environment",
    "placette.engine.base.translation": "Message N_ SettingError Severity TranslatableError load_catalogue",
    "placette.engine.base.versions": "code_version",
    "placette.engine.base.words": "Words",
    "placette.engine.content": "addresses",
    "placette.engine.content.build": "Build",
    "placette.engine.content.checks": "check_range",
    "placette.engine.content.communes": "Commune CommuneIndex",
    "placette.engine.content.companions": "AttachmentKind",
    "placette.engine.content.extended": "added",
    "placette.engine.content.kinds": (
        "BodyForm Draft Extension FOR_SIGNERS Making OTHER_TEXTS PERSON Reference Relations Signed TextKind TextStatus"
    ),
    "placette.engine.content.library": "plain_problems",
    "placette.engine.content.neighbours": "Neighbours Outline",
    "placette.engine.content.options": "ReadingOptions ReadingSettings Term",
    "placette.engine.content.tree": "is_good_name",
    "placette.engine.findings.messages": "declare_messages",
    "placette.engine.findings.problems": "Problem Translate",
    "placette.engine.findings.rows": "FindingSection FindingsReport Row",
    "placette.engine.photos.photos": "Prepared",
    "placette.engine.rendering": "lists views",
    "placette.engine.rendering.addresses": "FeedAddress PageAddress",
    "placette.engine.rendering.entries": "FeedEntry Searched Writing",
    "placette.engine.rendering.features": (
        "Configured Feature FileKind Listing Lookup MapSection PageKind Request SharedKind Single Site Slot"
    ),
    "placette.engine.rendering.ledger": "Workshop",
    "placette.engine.rendering.ports": "Ports",
    "placette.engine.rendering.searched": "searched_text",
    "placette.engine.rendering.site": "ViewsSettings date_view places_of",
    "placette.engine.texts": "characters fields",
    "placette.engine.texts.body": "LINK",
    "placette.engine.texts.front_matter": "Matter key quoted",
    "placette.engine.texts.links": "rel_outside",
    "placette.engine.texts.markup": "to_html",
    "placette.engine.texts.sanitizer": "SCHEMES",
    "placette.engine.texts.values": "Body Licence PictureView",
    "placette.features": "agenda authors decisions letterbox posts questions replies",
    "placette.features.agenda.event": "EventMatter",
    "placette.features.agenda.recurrence": "Rule",
    "placette.features.appearance": "IdentitySettings",
    "placette.features.calls": "CALL",
    "placette.features.feeds": "absolute_links",
    "placette.features.legal": "LegalSettings",
    "placette.features.posts": "Article POST articles",
    "placette.features.series": "episode_of",
    "placette.features.sharing.fonts": "Face",
    "placette.features.sharing.publisher": "publisher_of",
    "placette.features.translations": "PostNames",
}
"""The names of the interface by the module that each lies in: importing ``placette`` itself costs nothing."""
_RENAMED = {
    "appearance": "placette.features.appearance.style",
    "schema_org": "placette.engine.rendering.structured",
}
"""Names that their module calls otherwise."""
_PLACES = {name: f"{module}.{name}" for module, names in _NAMES.items() for name in names.split()} | _RENAMED
"""Where each name of the interface lies."""

if not TYPE_CHECKING:  # else a misspelt name would be anything for a type checker

    def __getattr__(name: str) -> Any:
        """Return a name of the interface, imported when it is first asked for."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 - nothing that a name doesn't need

        place, _dot, attribute = _PLACES[name].rpartition(".")
        module = import_module(place)
        value = getattr(module, attribute) if hasattr(module, attribute) else import_module(_PLACES[name])
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """Return every name of the interface."""
    return sorted({*globals(), *_PLACES})
