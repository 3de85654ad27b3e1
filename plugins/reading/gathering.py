"""Communities and calls for posts: what they may say, and the values made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from plugins.core.gatherings import Call, Community
from plugins.core.models import Body
from plugins.core.problems import Problem
from plugins.core.text import fold
from plugins.reading import checks
from plugins.reading.assembling import keys_of, marked
from plugins.reading.draft import Draft
from plugins.reading.joining import slugs_of
from plugins.reading.options import ReadingOptions
from plugins.reading.records import Neighbours, Record
from plugins.reading.schema import Matter
from plugins.reading.together import CallMatter, CommunityMatter, WalkMatter
from plugins.reading.tree import SourceKind
from plugins.reading.typography import typeset_text

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
