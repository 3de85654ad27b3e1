"""One post in several languages: each leads to the others, for readers and for machines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from placette.engine.base.dates import own_name
from placette.engine.base.text import nearest, slugify
from placette.engine.base.translation import N_
from placette.engine.content.extended import added
from placette.engine.content.kinds import Draft, Extension, Making
from placette.engine.content.neighbours import Outline
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.messages import NEAR
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.features import Feature, InPost, Lookup, Site, Slot
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.structured import JsonLd
from placette.engine.rendering.views import AlternateView, RibbonView
from placette.engine.texts import fields as f
from placette.engine.texts.front_matter import Matter, signer_key
from placette.features.posts import POST, Article, Ties, articles, card_of, language_name, published

__all__ = [
    "FEATURE",
    "PostNames",
    "Translated",
    "TranslationKeys",
    "register",
]


class PostNames:
    """Posts by each of their names, ``le-lavoir`` and ``2026/le-lavoir``: what other texts mean by one."""

    ADVICE = N_("Write the name of the original's folder: “le-lavoir” for articles/2026/le-lavoir/.")
    """The proposal when no name is close."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Know the posts among some source paths."""
        self._paths_of: defaultdict[str, list[str]] = defaultdict(list)
        for path in sorted(filter(POST.is_place, paths)):
            self._paths_of[path.split("/")[2]].append(path)
            self._paths_of[self.dated(path)].append(path)

    @staticmethod
    def dated(path: str) -> str:
        """Return the year and the name of a post's folder, which no other post has."""
        return "/".join(path.split("/")[1:3])

    def meant(self, written: str, own: str) -> list[str]:
        """Return the posts (source paths) that ``written`` may mean in the post at ``own``; itself if no other.

        A name without year means no post of a later year than its own: next year's posts can't change its meaning.
        """
        if "/" in written:
            return self._paths_of.get(written, [])
        paths = self._paths_of.get(written) or self._paths_of.get(slugify(written)) or []
        earlier = [path for path in paths if path != own and path.split("/")[1] <= own.split("/")[1]]
        return earlier or [path for path in paths if path == own]

    def near(self, written: str) -> list[str]:
        """Return names like one that means no post; with their years where posts of later years have it."""
        if later := self._paths_of.get(written):
            return list(map(self.dated, later))
        return nearest(written, (name for name in self._paths_of if ("/" in name) == ("/" in written)))


Outlines = Mapping[str, Outline[Any]]
"""The outlines of posts by source path."""


@dataclass(frozen=True, slots=True)
class OriginalPost:
    """The post that another translates: its name and the key as written, and the place of the name."""

    name: str
    key: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class OriginalTie:
    """The facts of a translation for other posts."""

    original: OriginalPost | None = None


def check_claims(outlines: list[Outline[Any]], options: ReadingOptions) -> Iterator[Problem]:
    """Yield originals that don't exist or are none, and two texts of one post in one language.

    An original that was withdrawn, or that is not to be seen yet, is no error: nothing is shown of it.
    """
    claims = {one.path: claim for one in outlines if (claim := added(OriginalTie, one.extra).original)}
    if not claims:
        return
    by_path = {outline.path: outline for outline in outlines if outline.kind == POST.name}
    posts = PostNames(by_path)
    versions: dict[str, list[Outline[Any]]] = {}
    for path, original in claims.items():
        meant = posts.meant(original.name, path)
        wrong = _misnamed(path, original, meant, posts) or _chained(path, original, meant[0], claims, posts)
        if wrong:
            yield wrong
        else:
            versions.setdefault(meant[0], []).append(by_path[path])
    for path, translations in sorted(versions.items()):
        yield from _alike(by_path[path], translations, claims, options.lang)


def _misnamed(path: str, claim: OriginalPost, meant: list[str], posts: PostNames) -> Problem | None:
    """Return a name that no post has, that several have, or that is the post's own."""
    if not meant:
        close = posts.near(claim.name)
        proposal, names = (NEAR, ", ".join(close)) if close else (PostNames.ADVICE, "")
        return _problem("translation-unknown", path, claim, proposal=proposal, names=names)
    if len(meant) > 1:
        return _problem("translation-ambiguous", path, claim, names=", ".join(map(PostNames.dated, meant)))
    return _problem("translation-itself", path, claim) if meant == [path] else None


def _chained(
    path: str, claim: OriginalPost, meant: str, claims: Mapping[str, OriginalPost], posts: PostNames
) -> Problem | None:
    """Return the problem of an original that is a translation itself, perhaps of this very post."""
    further = claims.get(meant)
    if further is None:
        return None
    if posts.meant(further.name, meant) == [path]:
        return _problem("translation-mutual", path, claim)
    return _problem("translation-chain", path, claim, original=further.name)


def _alike(
    original: Outline[Any], translations: list[Outline[Any]], claims: Mapping[str, OriginalPost], site: str
) -> Iterator[Problem]:
    """Yield texts in the language of another: of two translations, the later is to be changed."""
    taken = {} if original.gone else {_lang(original, site): original.path}
    # a valid one comes first: it needn't give way to a draft, or to a text that has to be fixed
    for outline in sorted(translations, key=lambda one: (one.draft, not one.usable, f"{one.date or ''}", one.path)):
        lang, claim = _lang(outline, site), claims[outline.path]
        other = taken.setdefault(lang, outline.path)
        if other == original.path:
            yield _problem("translation-language", outline.path, claim, lang=lang)
        elif other != outline.path:
            yield _problem("translation-taken", outline.path, claim, lang=lang, other=PostNames.dated(other))


def _lang(outline: Outline[Any], site: str) -> str:
    return (isinstance(outline.extra, Ties) and outline.extra.lang) or site


def _problem(code: str, path: str, claim: OriginalPost, **values: str) -> Problem:
    return problem(code, path, claim.line, claim.column, key=claim.key, value=claim.name, **values)


class TranslationKeys(Matter):
    """The keys of a translation for its original."""

    translation_of: f.ShortText = signer_key(
        "The post it translates: the name of that post's folder.", "traduction_de", example="le-lavoir", default=""
    )


@dataclass(frozen=True, slots=True)
class Translated:
    """The post that a post translates, as it names it, or empty."""

    translation_of: str = ""


def _fields(making: Making[TranslationKeys]) -> Mapping[str, object]:
    return {"translation_of": making.matter.translation_of}


def _tie(draft: Draft) -> Mapping[str, object]:
    matter = draft.checkable
    if not isinstance(matter, TranslationKeys) or not matter.translation_of:
        return {}
    entry = draft.entry("translation_of")
    return {"original": OriginalPost(matter.translation_of, entry.key, entry.line, entry.column)}


CLAIMS = Extension(
    *(POST.name, TranslationKeys, "licence", Translated),
    ties=OriginalTie,
    tie=_tie,
    fields=_fields,
    together=check_claims,
)


class VersionView(NamedTuple):
    """A post in another language: ``language`` is that one's name, in ``language_lang``."""

    title: str
    url: str
    lang: str
    language: str
    language_lang: str
    original: bool
    ribbon: RibbonView | None = None
    """Only in a preview, and there of unpublished posts."""


class Version(NamedTuple):
    """A post in one language: its source path, its language, its address from the site's root."""

    path: str
    lang: str
    url: str


Versions = tuple[Version, ...]


def versions_of(article: Article, site: Site) -> Versions:
    """Return every version of a post, itself too; empty for a post in one language."""
    return site.once(_by_path).get(article.path, ())


def other_versions(article: Article, site: Site) -> Versions:
    """Return the versions in other languages than the post's own."""
    return tuple(version for version in versions_of(article, site) if version.path != article.path)


def _by_path(site: Site) -> Mapping[str, Versions]:
    """Return each published post that has translations with these; names mean the same as in the check."""
    groups: dict[str, list[str]] = {}
    shown = articles(site)
    claiming = [(article, name) for article in published(site) if (name := added(Translated, article).translation_of)]
    posts = PostNames(site.build.addresses if claiming else ())
    for article, name in sorted(claiming, key=lambda pair: pair[0].lang):
        for original in posts.meant(name, article.path):
            if original in shown:
                groups.setdefault(original, [original]).append(article.path)
    versions = [tuple(Version(path, shown[path].lang, shown[path].url) for path in group) for group in groups.values()]
    return {version.path: group for group in versions for version in group}


def version_views(article: Article, versions: Versions, look: Lookup) -> tuple[VersionView, ...]:
    """Return the other versions, as a post's page leads to them."""
    return tuple(
        _view(version, look, original=version == versions[0]) for version in versions if version.path != article.path
    )


def _view(version: Version, look: Lookup, *, original: bool) -> VersionView:
    """Return a version with the name of its language in itself, for its readers; where CLDR has none, in the site's."""
    card, lang, site = card_of(version.path, look), version.lang, look.site.lang
    name = own_name(lang)
    named = (name, lang) if name else (language_name(lang, site), site)
    return VersionView(card.title, card.url, lang, *named, original, card.ribbon)


def _alternates(about: Any, site: Site) -> tuple[AlternateView, ...]:
    """Return a post in all its languages; readers of other languages are sent to the original."""
    versions = versions_of(about, site) if isinstance(about, Article) else ()
    alternates = [AlternateView(one.lang, site.absolute(one.url)) for one in versions]
    return (*alternates, *(AlternateView("x-default", one.url) for one in alternates[:1]))


def _beside(article: Article, site: Site) -> frozenset[str]:
    return frozenset(version.path for version in other_versions(article, site))


def _in_post(article: Article, site: Site) -> InPost:
    others = other_versions(article, site)
    if not others:
        return InPost()
    works: list[JsonLd] = []
    for one in others:
        url, title = site.absolute(one.url), articles(site)[one.path].title
        work = {"@type": "BlogPosting", "@id": f"{url}#article", "url": url, "headline": title, "inLanguage": one.lang}
        works.append(work)
    original = versions_of(article, site)[0].path == article.path
    properties = {"workTranslation": works} if original else {"translationOfWork": works[0]}
    return InPost(properties=properties, parts=tuple(f"card {other.path}" for other in others))


FEATURE = Feature(
    name="translations",
    order=65,
    extensions=(CLAIMS,),
    slots=(Slot("article", "overline", "translations", "other_languages", versions_of, version_views),),
    offers={Ports.ALTERNATES: lambda _site: _alternates},
    beside=_beside,
    in_post=_in_post,
)
register = FEATURE.register
