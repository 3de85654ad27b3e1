"""The content folder as a departure sees it: its texts, whom each name means, what happens to each post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from placette.engine.base.networks import profile_url
from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.kinds import Kinds, find_kind
from placette.engine.library.naming import find_name, names_of
from placette.engine.texts.values import Licence
from placette.features.authors.kind import PROFILE
from placette.features.authors.schema import ProfileMatter
from placette.features.posts.schema import ArticleMatter


@dataclass(frozen=True, slots=True)
class DepartureRequest:
    """What somebody asks for: the key of the person, whether to ``keep`` their texts, the label.

    ``stem`` begins the new author key. ``own_label`` says that the person chose the label; ``replace`` puts it into
    others' sentences too.
    """

    key: str
    keep: bool
    label: str
    stem: str = "anonyme"
    own_label: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The site's rules that matter here: the present in its zone, its licence, the pattern of an author's address."""

    now: datetime
    licence: Licence
    author_url: str


class TextFate(StrEnum):
    """What happens to a text: it isn't theirs, its signature changes, or it is taken down."""

    OTHER = "other"
    CHANGED = "changed"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class ContentFolder:
    """The texts of the folder, as bytes and as typed drafts; photos and documents; the author key that each name means.

    ``kinds`` are those of the site's texts.
    """

    texts: Mapping[str, bytes]
    drafts: Mapping[str, Draft]
    photos: tuple[str, ...]
    names: Mapping[str, str]
    kinds: Kinds

    def profile(self, key: str) -> ProfileMatter | None:
        """The profile of an author key; None if it can't be read."""
        draft = self.drafts.get(f"authors/{key}.md")
        return draft.matter if draft and isinstance(draft.matter, ProfileMatter) else None

    def profiles(self) -> dict[str, ProfileMatter]:
        """Every profile that can be read, by key."""
        return {d.slug: d.matter for d in self.drafts.values() if isinstance(d.matter, ProfileMatter)}

    def fate(self, path: str, request: DepartureRequest) -> TextFate:
        """What happens to a text."""
        matter = self.drafts[path].checkable
        if not isinstance(matter, ArticleMatter):
            return TextFate.OTHER
        authors = {find_name(person, self.names) for person in matter.authors}
        helpers = {find_name(person, self.names) for _, people in matter.roles() for person in people}
        if authors == {request.key} and not request.keep:
            return TextFate.DOWN
        return TextFate.CHANGED if request.key in authors | helpers else TextFate.OTHER

    def addresses(self, key: str, rules: SiteRules) -> list[str]:
        """The person's page here, and their pages and handles elsewhere, except those that others give too."""
        links = {own: matter.links for own, matter in self.profiles().items()}
        known = {own: {text for link in pairs for text in _spellings(*link)} for own, pairs in links.items()}
        others = {text for own, texts in known.items() if own != key for text in texts}
        return [*sorted(known.get(key, set()) - others), rules.author_url.format(slug=key)]


def content_folder_of(texts: Mapping[str, bytes], photos: Iterable[str], kinds: Kinds) -> ContentFolder:
    """The folder from its files, by path below it."""
    found = {path: kind for path in sorted(texts) if (kind := find_kind(path, kinds))}
    drafts = {path: draft_text(path, kind, texts[path]) for path, kind in found.items()}
    profiles = [d for d in drafts.values() if d.kind is PROFILE and not d.is_withdrawn]
    named = [(draft.slug, getattr(draft.matter, "name", "")) for draft in profiles]
    return ContentFolder(texts, drafts, tuple(sorted(photos)), names_of(named), kinds)


def _spellings(network: str, written: str) -> tuple[str, str]:
    return written.lower(), profile_url(network, written).lower()
