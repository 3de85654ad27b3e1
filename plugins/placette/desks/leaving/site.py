"""The content folder as somebody leaves it: its typed texts, who is meant by a name, what becomes of each post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.kinds import find_kind
from placette.engine.library.naming import find_name, names_of
from placette.engine.texts.values import Licence
from placette.features.authors.kind import PROFILE
from placette.features.authors.networks import profile_url
from placette.features.authors.schema import ProfileMatter
from placette.features.posts.schema import ArticleMatter
from placette.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: whose texts, whether to ``keep`` them, the label, a new key's beginning.

    ``own_label`` says that the person chose the label; ``replace`` puts it into others' sentences too.
    """

    key: str
    keep: bool
    label: str
    stem: str = "anonyme"
    own_label: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """The site's rules that matter here: the present (in its zone), its licence, the form of an author's address."""

    now: datetime
    licence: Licence
    author_url: str


class Fate(StrEnum):
    """What becomes of a text: it isn't theirs, it is signed otherwise, it is taken down."""

    OTHER = "other"
    CHANGED = "changed"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Site:
    """The texts of the folder, as they are and typed; the photos; the key that each name means."""

    texts: Mapping[str, bytes]
    drafts: Mapping[str, Draft]
    photos: tuple[str, ...]
    names: Mapping[str, str]

    def profile(self, key: str) -> ProfileMatter | None:
        """The profile of a key, if it can be read."""
        draft = self.drafts.get(f"authors/{key}.md")
        return draft.matter if draft and isinstance(draft.matter, ProfileMatter) else None

    def profiles(self) -> dict[str, ProfileMatter]:
        """Every profile that can be read, by key."""
        return {d.slug: d.matter for d in self.drafts.values() if isinstance(d.matter, ProfileMatter)}

    def fate(self, path: str, wish: Wish) -> Fate:
        """What becomes of a text."""
        matter = self.drafts[path].checkable
        if not isinstance(matter, ArticleMatter):
            return Fate.OTHER
        authors = {find_name(person, self.names) for person in matter.authors}
        helpers = {find_name(person, self.names) for _, people in matter.roles() for person in people}
        if authors == {wish.key} and not wish.keep:
            return Fate.DOWN
        return Fate.CHANGED if wish.key in authors | helpers else Fate.OTHER

    def addresses(self, key: str, rules: Rules) -> list[str]:
        """Somebody's pages and handles elsewhere, but for those that others give too, and their page here."""
        links = {own: matter.links for own, matter in self.profiles().items()}
        known = {own: {text for link in pairs for text in _spellings(*link)} for own, pairs in links.items()}
        others = {text for own, texts in known.items() if own != key for text in texts}
        return [*sorted(known.get(key, set()) - others), rules.author_url.format(slug=key)]


def site_of(texts: Mapping[str, bytes], photos: Iterable[str]) -> Site:
    """The site from its files, by path from the content folder."""
    kinds = {path: kind for path in sorted(texts) if (kind := find_kind(path, KINDS))}
    drafts = {path: draft_text(path, kind, texts[path]) for path, kind in kinds.items()}
    profiles = [d for d in drafts.values() if d.kind is PROFILE and not d.is_withdrawn]
    named = [(draft.slug, getattr(draft.matter, "name", "")) for draft in profiles]
    return Site(texts, drafts, tuple(sorted(photos)), names_of(named))


def _spellings(network: str, written: str) -> tuple[str, str]:
    return written.lower(), profile_url(network, written).lower()
