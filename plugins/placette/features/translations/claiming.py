"""What a post says of the one that it translates, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from placette.engine.library.kinds import Extension, Making
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.problems.messages import NEAR
from placette.engine.problems.problems import Problem, problem
from placette.features.posts import POST, ArticleMatter, OriginalPost, Ties
from placette.features.translations.messages import FOLDER_NAME
from placette.features.translations.naming import Posts, dated_name, index_posts, meant_posts, near_names

Outlines = Mapping[str, Outline[Any]]
"""The outlines of posts by source path."""


def check_claims(outlines: list[Outline[Any]], options: ReadingOptions) -> Iterator[Problem]:
    """Originals that don't exist or are none, and two texts of one post in one language.

    An original that was withdrawn, or that is not to be seen yet, is no error: nothing is shown of it.
    """
    claims = {outline.path: claim for outline in outlines if (claim := _claim(outline))}
    if not claims:
        return
    known = {outline.path: outline for outline in outlines if outline.kind == POST.name}
    posts = index_posts(known)
    versions: dict[str, list[Outline[Any]]] = {}
    for path, original in claims.items():
        meant = meant_posts(original.name, path, posts)
        wrong = _misnamed(path, original, meant, posts) or _chained(path, original, meant[0], claims, posts)
        if wrong:
            yield wrong
        else:
            versions.setdefault(meant[0], []).append(known[path])
    for path, translations in sorted(versions.items()):
        yield from _alike(known[path], translations, claims, options.lang)


def _claim(outline: Outline[Any]) -> OriginalPost | None:
    return outline.extra.original if isinstance(outline.extra, Ties) else None


def _misnamed(path: str, claim: OriginalPost, meant: list[str], posts: Posts) -> Problem | None:
    """A name that no post has, that several have, or that is the post's own."""
    if not meant:
        close = near_names(claim.name, posts)
        proposal, names = (NEAR, ", ".join(close)) if close else (FOLDER_NAME, "")
        return _problem("translation-unknown", path, claim, proposal=proposal, names=names)
    if len(meant) > 1:
        return _problem("translation-ambiguous", path, claim, names=", ".join(map(dated_name, meant)))
    return _problem("translation-itself", path, claim) if meant == [path] else None


def _chained(
    path: str, claim: OriginalPost, meant: str, claims: Mapping[str, OriginalPost], posts: Posts
) -> Problem | None:
    """A translation of what is a translation itself, perhaps of this very post."""
    further = claims.get(meant)
    if further is None:
        return None
    if meant_posts(further.name, meant, posts) == [path]:
        return _problem("translation-mutual", path, claim)
    return _problem("translation-chain", path, claim, original=further.name)


def _alike(
    original: Outline[Any], translations: list[Outline[Any]], claims: Mapping[str, OriginalPost], site: str
) -> Iterator[Problem]:
    """Texts in the language of another: of two translations, the later is to be changed."""
    taken = {} if original.gone else {_lang(original, site): original.path}
    for outline in sorted(translations, key=_by_date):
        lang, claim = _lang(outline, site), claims[outline.path]
        other = taken.setdefault(lang, outline.path)
        if other == original.path:
            yield _problem("translation-language", outline.path, claim, lang=lang)
        elif other != outline.path:
            yield _problem("translation-taken", outline.path, claim, lang=lang, other=dated_name(other))


def _by_date(outline: Outline[Any]) -> tuple[bool, bool, str, str]:
    """What can be shown comes first: it needn't give way to a draft, or to a text that has to be fixed."""
    return outline.draft, not outline.usable, f"{outline.date or ''}", outline.path


def _lang(outline: Outline[Any], site: str) -> str:
    return (isinstance(outline.extra, Ties) and outline.extra.lang) or site


def _problem(code: str, path: str, claim: OriginalPost, **values: str) -> Problem:
    return problem(code, path, claim.line, claim.column, key=claim.key, value=claim.name, **values)


def _fields(making: Making[ArticleMatter]) -> Mapping[str, object]:
    return {"translation_of": making.matter.translation_of}


CLAIMS = Extension(kind=POST.name, fields=_fields, together=check_claims)
