"""Communities and calls for posts: what they may say, and the values made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from placette.engine.base.text import fold
from placette.engine.library import checks
from placette.engine.library.assembling import keys_of, marked
from placette.engine.library.draft import Draft
from placette.engine.library.joining import slugs_of
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours, Record
from placette.engine.library.tree import SourceKind
from placette.engine.problems.problems import Problem
from placette.engine.texts.schema import Matter
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body
from placette.features.calls.call import Call
from placette.features.calls.schema import CallMatter
from placette.features.communities.community import Community
from placette.features.communities.schema import CommunityMatter
from placette.features.walks.schema import WalkMatter

Gathering = CommunityMatter | CallMatter


def people_of(matter: Matter | None) -> tuple[str, ...]:
    """The people that a community, a call or a walk names, as written."""
    if isinstance(matter, CommunityMatter):
        return tuple(dict.fromkeys(matter.referents))
    return tuple(dict.fromkeys(matter.authors)) if isinstance(matter, CallMatter | WalkMatter) else ()


def check_gathering(
    draft: Draft, matter: Gathering, names: Mapping[str, str], options: ReadingOptions
) -> Iterator[Problem]:
    """What a community or a call says that the site does not know."""
    key = "referents" if isinstance(matter, CommunityMatter) else "authors"
    yield from checks.check_people(draft, key, list(people_of(matter)), names)
    yield from checks.check_language(draft, matter.lang, options)
    if isinstance(matter, CallMatter):
        if matter.category:
            yield from checks.check_category(draft, matter.category, options)
        yield from checks.check_range(draft, "deadline", matter.deadline, options)


def with_gathering(
    record: Record, draft: Draft, matter: Gathering, body: Body, neighbours: Neighbours, options: ReadingOptions
) -> Record:
    """The record with its community or its call."""
    url, names = record.outline.url, neighbours.names
    if isinstance(matter, CommunityMatter):
        return replace(record, community=_community(draft, matter, body, url, names, options))
    community = next(iter(slugs_of(record.joined, SourceKind.COMMUNITY)), "")
    return replace(record, call=_call(draft, matter, body, url, names, options, community))


def _community(
    draft: Draft, matter: CommunityMatter, body: Body, url: str, names: Mapping[str, str], options: ReadingOptions
) -> Community:
    lang = matter.lang or options.lang
    title, summary = typeset_text(matter.title, lang), typeset_text(matter.summary, lang)
    referents = keys_of(matter.referents, names)
    return marked(Community(draft.path, draft.slug, url, title, summary, lang, referents, body))


def _call(
    draft: Draft,
    matter: CallMatter,
    body: Body,
    url: str,
    names: Mapping[str, str],
    options: ReadingOptions,
    community: str,
) -> Call:
    """A call; its last day is counted in the site's zone, where a day may have 23 or 25 hours."""
    lang, zone = matter.lang or options.lang, options.now.tzinfo
    return marked(
        Call(
            path=draft.path,
            slug=draft.slug,
            url=url,
            title=typeset_text(matter.title, lang),
            summary=typeset_text(matter.summary, lang),
            lang=lang,
            deadline=matter.deadline.replace(tzinfo=zone),
            closes=(matter.deadline + timedelta(days=1)).replace(tzinfo=zone),
            authors=keys_of(matter.authors, names),
            category=options.categories[fold(matter.category)] if matter.category else None,
            community=community,
            body=body,
        )
    )
