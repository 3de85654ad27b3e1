"""The gazette on the site: ``/gazette/`` with its covers, a page and files for each issue, a feed that brings them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

from markupsafe import escape

from placette import (
    N_,
    OTHER_TEXTS,
    Article,
    Build,
    FeedAddress,
    FeedEntry,
    Listing,
    Lookup,
    MapSection,
    PageAddress,
    PictureView,
    Request,
    Searched,
    Single,
    Site,
    Term,
    Writing,
    articles,
    lists,
    posts,
    searched_text,
    views,
)
from placette_gazette.contents import Notice, PlacedPost, plan, when_of
from placette_gazette.files import files_of
from placette_gazette.issue import ISSUE, Issue, Portion

ISSUES = PageAddress("ISSUES")
ISSUE_PAGE = PageAddress("ISSUE")
FEED = FeedAddress("ISSUE_FEED", passing=True)
_TITLE = N_("The gazette")
_ABOUT = N_("The same texts on paper: to print, to read on an e-reader, to leave at the baker’s.")
_A_PAGE = 12
_FIRST = 4  # titles of an issue that the list shows
_A4 = (794, 1123)
"""Pixels of the picture of a first page."""
_LABELS = {Portion.WHOLE: "", Portion.SHORT: N_("its beginning"), Portion.LINE: N_("its title and its address")}


class FileView(NamedTuple):
    """A file of an issue: what it is, its address, its media type, its size in words."""

    label: str
    url: str
    type: str
    note: str


class IssueLineView(NamedTuple):
    """An issue in the list. ``picture`` is its first page, or that of its first post; ``more`` counts other posts."""

    title: str
    url: str
    lang: str
    label: str
    summary: str
    picture: PictureView | None
    titles: tuple[views.CardView, ...]
    more: int
    files: tuple[FileView, ...]


class GazetteView(NamedTuple):
    """The list of issues."""

    head: views.HeadView
    title: str
    introduction: str
    feed_url: str
    issues: tuple[IssueLineView, ...]
    pagination: views.PaginationView


class IssueView(NamedTuple):
    """An issue: its posts, each with what stands of it where that isn't all, and the lines beside them."""

    head: views.HeadView
    line: IssueLineView
    index_url: str
    body_html: str
    stories: tuple[tuple[views.CardView, str], ...]
    opposition: tuple[tuple[views.CardView, str], ...]
    events: tuple[Notice, ...]
    answers: tuple[tuple[str, str], ...]
    calls: tuple[Notice, ...]


def _list(site: Site) -> lists.Paged | None:
    issues = tuple(site.texts(ISSUE))
    return lists.Paged(issues, _A_PAGE, lambda slugs, pagination: (slugs, pagination)) if issues else None


GAZETTE_LIST = Single(
    *(ISSUES, "gazette", _list, _TITLE, 105, 135),
    feed=FEED,
    entries=lambda site: len(site.texts(ISSUE)),
    finds=N_("The issues of the gazette, to print or to read on an e-reader."),
)


def issue_requests(site: Site) -> Iterator[Request]:
    """Yield the page of each issue, and the feed of all."""
    issues = site.texts(ISSUE)
    for slug, issue in issues.items():
        yield Request("issue", site.addresses[ISSUE_PAGE].file(slug), issue.url, (slug,))
    if issues:
        paths = [issue.path for issue in issues.values()]
        yield from lists.feed_requests(FEED, "", site.say(_TITLE), paths, site, site.addresses[ISSUES].url)


def _view(issue: Issue, shown: int, look: Lookup) -> IssueLineView:
    """Return an issue with the first posts that it holds."""
    site = look.site
    paths, files = [placed.path for placed in plan(site, issue).stories], files_of(issue, site)
    cards = tuple(posts.card_of(path, look) for path in paths[:shown])
    cover = next((file for file in files if not file.label), None)
    fallback = next((card.picture for card in cards if card.picture), None)
    number = site.say(N_("No. {number}")).format(number=issue.number) if issue.number else ""
    offered = [file for file in files if file.label]
    return IssueLineView(
        title=issue.title,
        url=site.base + issue.url,
        lang=issue.lang,
        label=" · ".join(filter(None, (number, when_of(issue, site.lang)))),
        summary=issue.summary,
        picture=PictureView(site.base + cover.path, *_A4) if cover else fallback,
        titles=cards,
        more=max(0, len(paths) - shown),
        files=tuple(
            FileView(site.say(file.label), site.base + file.path, file.type, file.note(site)) for file in offered
        ),
    )


def compose_gazette(
    request: Request, content: tuple[tuple[str, ...], views.PaginationView], look: Lookup
) -> GazetteView:
    """Return one page of the list of issues."""
    title, about = look.site.say(_TITLE), look.site.say(_ABOUT)
    feeds = lists.announced(FEED, "", title, look.site)
    return GazetteView(
        lists.head_of(request, title, about, look),
        title,
        about,
        feeds[0].url if feeds else "",
        tuple(_view(look.named(ISSUE, slug), _FIRST, look) for slug in content[0]),
        content[1],
    )


def compose_issue(request: Request, content: tuple[str], look: Lookup) -> IssueView:
    """Return the page of an issue."""
    site, issue = look.site, look.named(ISSUE, content[0])
    contents = plan(site, issue)
    return IssueView(
        head=lists.head_of(request, issue.title, issue.summary or site.say(_ABOUT), look),
        line=_view(issue, 1, look),
        index_url=site.index_url(ISSUES),
        body_html=look.html(issue),
        stories=tuple(_story(placed, look) for placed in contents.stories),
        opposition=tuple(_story(placed, look) for placed in contents.opposition),
        events=contents.events,
        answers=tuple((answered.question.title, site.base + answered.question.url) for answered, _ in contents.answers),
        calls=contents.calls,
    )


def _story(placed: PlacedPost, look: Lookup) -> tuple[views.CardView, str]:
    sentences = filter(None, (_LABELS[placed.portion], placed.reason))
    return posts.card_of(placed.path, look), ". ".join(map(look.site.say, sentences))


def issue_entry(path: str, look: Lookup) -> FeedEntry | None:
    """Return an issue in the feed, with its files; None for an unknown ``path``."""
    issue = next((issue_text for issue_text in look.site.texts(ISSUE).values() if issue_text.path == path), None)
    if issue is None:
        return None
    site, by_path = look.site, articles(look.site)
    look.text(ISSUE, issue)
    contents = [by_path[placed.path] for placed in plan(site, issue).stories]
    files = tuple(
        (site.absolute(issue_text.path), issue_text.size, issue_text.type)
        for issue_text in files_of(issue, site)
        if issue_text.label
    )
    words = (issue.url, issue.title, issue.summary, issue.lang, issue.date, issue.date)
    return FeedEntry(*words, partial(_html, issue, contents, look), issue.licence, files=files)


def _html(issue: Issue, shown: list[Article], look: Lookup) -> str:
    """Return the editorial and the contents of an issue."""
    for article in shown:
        look.note(f"card {article.path}")
    lines = (f'<li><a href="{look.site.base}{escape(item.url)}">{escape(item.title)}</a></li>' for item in shown)
    return f"{look.html(issue)}<ul>{''.join(lines)}</ul>"


def announced_issues(site: Site) -> tuple[SimpleNamespace, ...]:
    """Return the issues as networks are told of them: texts by nobody, under a category that is the gazette's name."""
    common = {"category": Term(site.say(_TITLE), "gazette"), "authors": (), "roles": (), "tags": ()}
    names = ("path", "url", "title", "summary", "lang", "date", "body")
    issues = site.texts(ISSUE).values()
    return tuple(SimpleNamespace(**common, **{name: getattr(issue, name) for name in names}) for issue in issues)


def announced_feed(about: object, label: str, site: Site) -> Iterator[views.FeedView]:
    """Yield the feed of issues, beside those of the whole site."""
    if about is None and site.texts(ISSUE):
        yield from lists.announced(FEED, "", f"{site.say(_TITLE)} – {label}", site)


def listed(site: Site) -> Iterator[Listing]:
    """Return the pages for robots."""
    return (Listing(136, issue.url) for issue in site.texts(ISSUE).values())


def searched(site: Site) -> Iterator[Searched]:
    """Yield the issues for those who look for words: their posts, which they name, are to be found before them."""
    for issue in site.texts(ISSUE).values():
        page = searched_text(OTHER_TEXTS, issue, site, date=issue.date)
        yield page._replace(read=partial(_read_lightly, page.read))


def _read_lightly(read: Callable[[], Writing]) -> Writing:
    return replace(read(), weight=0.25)  # how much the words of an issue count, beside those of a post


def sections(site: Site) -> Iterator[MapSection]:
    """Yield the section of the site map."""
    links = [views.LinkView(issue.title, site.base + issue.url) for issue in site.texts(ISSUE).values()]
    yield MapSection(92, site.say(_TITLE), links)


def moments(build: Build) -> Iterator[datetime]:
    """Yield when issues appear that are dated later."""
    return (issue.date for issue in build.scheduled(ISSUE))


def marks(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the parts that pages look at: an issue changes with its posts, and with the sizes of its files."""
    for issue in site.texts(ISSUE).values():
        yield f"{ISSUE.name} {issue.path}", f"{plan(site, issue).mark} {files_of(issue, site)}"
