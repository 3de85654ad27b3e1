"""Every event of a build, whether it has a file of its own or is part of a post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.base.occurrences import turning_points
from placette.engine.library.build import Build
from placette.features.agenda.event import Event
from placette.features.agenda.kind import EVENT
from placette.features.agenda.weeks import WEEK, midnight, monday, next_month
from placette.features.posts import POST, Article


def event_of(article: Article) -> Event | None:
    """The event that a post announces: its page is the post."""
    if article.event is None:
        return None
    return Event(
        path=article.path,
        slug=article.slug,
        url=article.url,
        title=article.title,
        summary=article.summary,
        lang=article.lang,
        happening=article.event,
        communes=article.communes,
        category=article.category,
        announced=article.date,
        modified=article.modified,
        mark=article.mark,
    )


def all_events(build: Build) -> tuple[Event, ...]:
    """The events that may be shown, by first date."""
    announced = (event for article in build.of(POST) if (event := event_of(article)))
    return tuple(sorted((*build.of(EVENT), *announced), key=lambda event: (event.happening.start, event.path)))


def turns(build: Build) -> Iterator[datetime]:
    """The moments at which pages change though no text does: an event is past; a week or a month begins before one.

    Once nothing comes any more, no page may name a day that moves on: nothing would make it again.
    """
    zone = build.now.tzinfo
    past = [at for event in all_events(build) for at in turning_points(event.happening, zone)]
    yield from past
    if past and max(past) > build.now:  # what is «this week» then was «next week» before; so with months
        week, month = monday(build.now), midnight(build.now).replace(day=1)
        yield from (day.replace(tzinfo=zone) for day in (week, week + WEEK, month, next_month(month)))
