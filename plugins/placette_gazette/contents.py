"""What an issue holds, as plain values: gathered once from the site, then laid out on paper, as a book, as a letter.

No layout knows the site: they meet it in ``Edition`` alone. ``plan`` says what stands in an issue today, without its
texts; ``gather`` fills it with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette import (
    CALL,
    N_,
    Article,
    LegalSettings,
    Licence,
    Lookup,
    PictureView,
    Ports,
    PostNames,
    Site,
    Words,
    absolute_links,
    added,
    agenda,
    articles,
    digest,
    posts,
    questions,
    replies,
)
from placette_gazette.issue import (
    ChosenPost,
    Issue,
    Portion,
    may_be_printed,
    named_posts,
    period_words,
)


class Plate(NamedTuple):
    """A picture of a text, or the landscape that is drawn for it.

    ``path`` is the photo's file from the content folder; empty: the landscape of the text at ``Story.path``.
    """

    path: str
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A text in an issue: words with their typography done, ``html`` as the gate let it pass, addresses absolute."""

    path: str  # from the content folder
    url: str
    title: str
    lang: str
    category: str
    day: datetime
    html: str
    places: str = ""
    byline: str = ""
    summary: str = ""
    plate: Plate | None = None
    plates: tuple[Plate, ...] = ()  # the pictures of its body, in the order of its figures
    licence: str = ""
    portion: Portion = Portion.WHOLE
    reason: str = ""  # why it is shorter than the issue's file asks, in words for readers


class Notice(NamedTuple):
    """A line of what comes or is asked: an event with its moment in words, a call with its last day."""

    when: str
    title: str
    place: str
    url: str
    parts: tuple[str, ...] = ()  # the programme of an event, a line for each


class AnsweredQuestion(NamedTuple):
    """A question that was answered since the last issue."""

    question: str
    answer_html: str
    people: str
    url: str


class Imprint(NamedTuple):
    """What the law of 29 July 1881 asks of a printed periodical (articles 3 and 6), and what readers look for."""

    publisher: str
    address: str
    director: str
    printer: str = ""
    issn: str = ""
    price: str = ""
    made_by: tuple[str, ...] = ()
    deposit: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue, complete and in order. ``when`` is its day or period in words; ``slug`` names its files."""

    slug: str
    site: str
    tagline: str
    origin: str  # https://carnets.example/
    lang: str
    title: str
    number: str
    when: str
    day: datetime
    editorial_html: str
    stories: tuple[Story, ...]
    events: tuple[Notice, ...]
    exchanges: tuple[AnsweredQuestion, ...]
    calls: tuple[Notice, ...]
    opposition: tuple[Story, ...]
    imprint: Imprint


_NOT_PRINTED = N_("All rights are reserved: it can be read on the site.")
_EXTRACT = 700
"""Characters of a text that is shortened: whole paragraphs, until there are so many."""


class PlacedPost(NamedTuple):
    """A post (source path) in an issue, how much of it, and why it is less than the issue's file asks (a msgid)."""

    path: str
    portion: Portion
    reason: str = ""


class IssuePlan(NamedTuple):
    """What stands in an issue today. ``mark`` changes with whatever of it is printed."""

    stories: tuple[PlacedPost, ...]
    opposition: tuple[PlacedPost, ...]
    events: tuple[Notice, ...]
    answers: tuple[tuple[questions.Exchange, questions.SignedAnswer], ...]
    calls: tuple[Notice, ...]
    mark: str


def plan(site: Site, issue: Issue) -> IssuePlan:
    """Return what stands in an issue today: what was withdrawn or waits has left it, a right of reply follows its text.

    The rest is of the issue's day, never of the clock's: an issue that was printed stays as it is.
    """
    by_path = articles(site)
    chosen = {path: choice.portion for choice in issue.chosen if (path := _shown(choice.post, issue, site))}
    placed: dict[str, PlacedPost] = {}
    for path, portion in chosen.items():
        for place in _placed(by_path[path], portion, site):
            if place.path != path or path not in placed:  # a reply moves to its text, and stays there
                placed.pop(place.path, None)
                placed[place.path] = place
    opposed = dict.fromkeys(path for name in issue.opposition if (path := _shown(name, issue, site)))
    stories = tuple(place for place in placed.values() if place.path not in opposed)
    opposition = tuple(PlacedPost(path, Portion.WHOLE) for path in opposed)
    events, answers, recalled = tuple(_events(issue, site)), tuple(_answers(issue, site)), tuple(_calls(issue, site))
    marks = (
        issue.mark,
        [_mark(by_path[place.path], site) for place in (*stories, *opposition)],
        [(exchange.mark, answer.date) for exchange, answer in answers],
        _named((*issue.made_by, *(key for _, answer in answers for key in answer.authors)), Lookup(site)),
        site.options("LEGAL", LegalSettings),
        (site.baseline, site.site_name, site.origin),
    )
    mark = digest(repr((stories, opposition, events, recalled, marks)).encode("utf-8", "replace"))
    return IssuePlan(stories, opposition, events, answers, recalled, mark)


def _named(keys: Iterable[str], look: Lookup) -> list[tuple[str, str]]:
    """Return how people are called."""
    return [(person.name, person.office) for person in look.people(tuple(keys))]


def _shown(name: str, issue: Issue, site: Site) -> str:
    """Return the post (source path) that an issue names, if it is shown today; else nothing."""
    candidates = named_posts(name, issue.date, site.once(_posts))
    return candidates[0] if len(candidates) == 1 and candidates[0] in articles(site) else ""


def _posts(site: Site) -> PostNames:
    return PostNames(site.build.addresses)


def _placed(article: Article, portion: Portion, site: Site) -> Iterator[PlacedPost]:
    """Yield a post, then the rights of reply to it: as whole as they were granted, where more than its title stands."""
    if portion is not Portion.LINE and not may_be_printed(article) and not _right(article):
        yield PlacedPost(article.path, Portion.LINE, _NOT_PRINTED)
        return
    yield PlacedPost(article.path, Portion.WHOLE if _right(article) and portion is Portion.SHORT else portion)
    for path in replies.answers_to(article, site) if portion is not Portion.LINE else ():
        if _right(articles(site)[path]):
            yield PlacedPost(path, Portion.WHOLE)


def _right(article: Article) -> bool:
    return added(replies.Answering, article).right_of_reply is not None


def _mark(article: Article, site: Site) -> tuple[object, ...]:
    """Return a mark of all that an issue shows of a post: itself, the names of its people, its photos."""
    people = (*article.authors, *(key for _, keys in article.roles for key in keys))
    photos = [site.build.photos[photo.path].digest for photo in (article.photo, *article.body.photos) if photo]
    return article.mark, _named(people, Lookup(site)), photos


def _events(issue: Issue, site: Site) -> Iterator[Notice]:
    """Yield the events of the days that an issue announces, each with its first date there, in order."""
    first, last = issue.date.replace(tzinfo=None), _end(issue.events_until)
    dated = [
        (start, event.path, event)
        for event in (agenda.events(site).values() if issue.events_until else ())
        if event.happening.outlook == "confirmed"
        for start in [start for start in event.happening.starts if first <= start < last][:1]
    ]
    communes = site.build.communes.by_code
    for start, _, event in sorted(dated, key=itemgetter(0, 1)):
        places = dict.fromkeys((event.happening.venue, *(communes[code].name for code in event.communes)))
        when = agenda.when(event.happening, start, site.say, site.lang)
        lines = [agenda.part_line(part, event.happening, site.say, site.lang) for part in event.parts]
        parts = (*lines[:_PARTS], *("…" for _ in lines[_PARTS : _PARTS + 1]))
        yield Notice(when, event.title, ", ".join(filter(None, places)), site.absolute(event.url), parts)


def _answers(issue: Issue, site: Site) -> Iterator[tuple[questions.Exchange, questions.SignedAnswer]]:
    """Yield the answers of the days that an issue looks back to, the oldest first, each with its question."""
    first, last = issue.answers_since, _end(issue.date)
    dated = [
        (answer.date, slug, exchange, answer)
        for slug, exchange in (questions.exchanges_in(site.build).items() if first else ())
        for answer in exchange.answers
        if first and first <= answer.date.replace(tzinfo=None) < last
    ]
    yield from ((exchange, answer) for _, _, exchange, answer in sorted(dated, key=itemgetter(0, 1)))


def _calls(issue: Issue, site: Site) -> Iterator[Notice]:
    """Yield the calls that an issue recalls, each with its last day."""
    by_slug = {call.slug: call for call in site.build.of(CALL)}
    for call in (by_slug[slug] for slug in issue.calls if slug in by_slug):
        when = site.say(N_("Until {day}")).format(day=Words.long_date(call.deadline, site.lang))
        yield Notice(when, call.title, "", site.absolute(call.url))


def _end(day: datetime | None) -> datetime:
    return (day or datetime.min).replace(tzinfo=None) + timedelta(days=1)


def gather(site: Site, issue: Issue) -> Edition:
    """Return an issue with its texts, as it may be printed today."""
    look, contents = Lookup(site), plan(site, issue)
    return Edition(
        slug=issue.slug,
        site=site.site_name,
        tagline=site.baseline,
        origin=site.absolute(""),
        lang=issue.lang,
        title=issue.title,
        number=issue.number,
        when=when_of(issue, site.lang),
        day=issue.date,
        editorial_html=absolute_links(look.html(issue), site.absolute(issue.url)),
        stories=tuple(_story(place, look) for place in contents.stories),
        events=contents.events,
        exchanges=tuple(
            AnsweredQuestion(
                exchange.question.title,
                absolute_links(look.html(answer), site.absolute(exchange.question.url)),
                _signed_by(answer.authors, look),
                site.absolute(exchange.question.url),
            )
            for exchange, answer in contents.answers
        ),
        calls=contents.calls,
        opposition=tuple(_story(place, look) for place in contents.opposition),
        imprint=_imprint(issue, look),
    )


def collect(
    site: Site,
    name: tuple[str, str],
    paths: Iterable[str],
    portion: Portion,
    events_until: datetime | None = None,
    recalled: tuple[str, ...] = (),
) -> Edition:
    """Return posts (source paths) as an issue of today that has no file, by its slug and its title."""
    chosen = tuple(ChosenPost(PostNames.dated(path), portion) for path in paths)
    issue = Issue("", name[0], "", name[1], "", site.lang, "", site.build.now, "", chosen, Licence(""))
    return gather(site, replace(issue, events_until=events_until, calls=recalled))


def when_of(issue: Issue, lang: str) -> str:
    """Return what an issue is of, in words, or its day."""
    return period_words(issue.period, lang) or Words.long_date(issue.date, lang)


def _signed_by(keys: Iterable[str], look: Lookup) -> str:
    """Return the names of people, some with their office: «Léa Montel, Jean Borie (maire de Vernelle)»."""
    return ", ".join(f"{name} ({office})" if office else name for name, office in _named(keys, look))


def _story(placed: PlacedPost, look: Lookup) -> Story:
    site, article = look.site, articles(look.site)[placed.path]
    html, plates, portion = _body(article, placed.portion, look)
    helped = (
        f"{credit.lead}{', '.join(person.name for person in credit.people)}"
        for credit in posts.credits_of(article, look)
        if credit.role != "authors"
    )
    is_kept = placed.portion is Portion.LINE and not may_be_printed(article)  # its photo too
    lead = None if is_kept else article.photo and plate_of(article.photo)
    return Story(
        path=article.path,
        url=site.absolute(article.url),
        title=article.title,
        lang=article.lang,
        category=article.category.name,
        day=article.date,
        html=html,
        places=", ".join(site.build.communes.by_code[code].name for code in article.communes),
        byline=" · ".join(filter(None, (_signed_by(article.authors, look), *helped))),
        summary=article.summary,
        plate=lead or (Plate("", "") if site.ask(Ports.DRAWN) else None),
        plates=plates,
        licence=article.licence.label,
        portion=portion,
        reason=site.say(placed.reason) if placed.reason else "",
    )


def plate_of(photo: Any) -> Plate | None:
    """Return a photo for print; None for one whose credit reserves all rights, whatever its text says."""
    if _RESERVED.search(Words.fold(photo.credit)):
        return None
    return Plate(photo.path, photo.alt, photo.caption, photo.credit)


_RESERVED = re.compile(r"\btous droits reserves\b|\ball rights reserved\b")


def _body(article: Article, portion: Portion, look: Lookup) -> tuple[str, tuple[Plate, ...], Portion]:
    """Return what stands of a post's text, its pictures in order, and how much of the text that is."""
    if portion is Portion.LINE:
        return "", (), portion
    site, body = look.site, look.body(article)
    tree = LexborHTMLParser(absolute_links(body.html, site.absolute(article.url)), is_fragment=True)
    views = {PictureView.of(item, site.build.photos, site.base).src: item for item in body.photos}
    photos = {site.absolute(src.removeprefix(site.base)): item for src, item in views.items()}
    plates: list[Plate] = []
    for image in tree.css("img"):
        photo = photos.get(image.attributes["src"] or "")
        if photo and (plate := plate_of(photo)):
            plates.append(plate)
            continue
        holder = image
        while holder.tag != "figure" and holder.parent is not None:
            holder = holder.parent
        (holder if holder.tag == "figure" else image).decompose()
    whole = tree.html or ""
    if portion is Portion.SHORT and (extract := _shortened(whole)):
        return extract, (), portion
    return whole, tuple(plates), Portion.WHOLE


def _shortened(html: str) -> str:
    """Return the first paragraphs of a text; nothing for one that is no longer than that."""
    tree, blocks, length, rest = LexborHTMLParser(html), list[str](), 0, False
    for reference in tree.css("a.footnote-ref"):
        reference.decompose()
    for node in tree.body.iter() if tree.body else ():
        if length < _EXTRACT and node.tag in _READ:
            blocks.append(node.html or "")
            length += len(node.text())
        else:
            rest = True
    return "".join(blocks) if rest else ""


_READ = frozenset({"p", "blockquote", "ul", "ol"})
_PARTS = 12  # those of an event's programme that an issue has room for


def _imprint(issue: Issue, look: Lookup) -> Imprint:
    law = look.site.options("LEGAL", LegalSettings)
    people = ((key, look.person(key)) for key in issue.made_by)
    return Imprint(
        publisher=law.publisher or look.site.site_name,
        address=law.publisher_address,
        director=law.director,
        printer=issue.printer,
        issn=issue.issn,
        price=issue.price,
        made_by=tuple(person.name if person else key for key, person in people),
        deposit=issue.deposit,
    )
