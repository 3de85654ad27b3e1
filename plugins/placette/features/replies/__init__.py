"""Texts that answer texts: posts that answer posts, rights of reply among them, and short replies read beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from placette.engine.base.translation import N_
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.addresses import FeedAddress
from placette.engine.rendering.entries import FeedEntry
from placette.engine.rendering.features import PEOPLE, Feature, InPost, Lookup, Request, Site, Slot
from placette.engine.rendering.lists import feed_requests
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import day_view, once_a_build
from placette.engine.rendering.structured import JsonLd
from placette.engine.rendering.views import PersonView
from placette.engine.texts.others import without_contacts
from placette.features.exchanges import ExchangeFeed
from placette.features.letterbox import REPLY_ANCHOR, replied_posts
from placette.features.posts import Article, articles, published
from placette.features.replies.answers import (
    CLAIMS,
    Answering,
    ReplyView,
    ThreadView,
    answer_views,
    answered_by,
    answered_view,
    answers_to,
    discussed_answers,
    due_rights,
    plan_answered,
    right_of_reply_limit,
)
from placette.features.replies.reply import (
    FOLDER,
    LIMIT,
    REPLY,
    RepliesSettings,
    ShortReply,
    configure,
    first_mark,
    has_words_of_its_own,
    last_day,
    length,
)

__all__ = [
    "FEATURE",
    "FOLDER",
    "LIMIT",
    "REPLY",
    "Answering",
    "RepliesSettings",
    "answers_to",
    "first_mark",
    "has_words_of_its_own",
    "last_day",
    "length",
    "register",
    "right_of_reply_limit",
    "without_contacts",
]


THREAD_FEED = FeedAddress("REPLY_THREAD_FEED", passing=True)  # the replies to one post
_TITLE = N_("Replies")
_TO = N_("Replies to “{title}”")
_ONE = N_("Reply to “{title}”")
Repliers = Mapping[str, tuple[ShortReply, Article]]
"""Replies by source path, each with the post that it replies to."""


def settings_of(site: Site) -> RepliesSettings:
    """Return the settings of short replies."""
    return site.options("REPLIES", RepliesSettings)


@once_a_build
def threads(site: Site) -> Mapping[str, tuple[ShortReply, ...]]:
    """Return the replies to each post that is shown, by source path, oldest first; none where the site takes none."""
    replies_to: defaultdict[str, tuple[ShortReply, ...]] = defaultdict(tuple)
    for reply, post in replied_posts(site.build.of(REPLY) if settings_of(site).open else (), site.build):
        replies_to[post.path] += (reply,)
    return {path: replies for path, replies in replies_to.items() if path in articles(site)}


@once_a_build
def newest_replies(site: Site) -> Repliers:
    """Return all replies, the newest first."""
    pairs = [(reply, articles(site)[path]) for path, replies in threads(site).items() for reply in replies]
    pairs.sort(key=lambda pair: (pair[0].date, pair[0].path), reverse=True)
    return {pair[0].path: pair for pair in pairs}


@once_a_build
def _newest_day(site: Site) -> date:
    """Return the day of the newest post: until then posts invite to reply. By the clock, pages would always change."""
    newest = published(site)
    return newest[0].date.date() if newest else date.min


def anchor_of(reply: ShortReply) -> str:
    """Return the id of a reply's element."""
    return f"{REPLY_ANCHOR}{reply.slug}"


def feed_slug(article: Article) -> str:
    """Return the name of a post among the feeds of replies: its year and its own name."""
    return f"{article.date.year}-{article.slug}"


def plan_thread(article: Article, site: Site) -> tuple[str, ...]:
    """Return the replies below a post (source paths), the oldest first."""
    return tuple(reply.path for reply in threads(site).get(article.path, ()))


def _replying(site: Site) -> Callable[[Any], tuple[bool, date | None]]:
    settings, newest = settings_of(site), _newest_day(site)

    def until(about: Any) -> tuple[bool, date | None]:
        if not settings.open or not isinstance(about, Article):
            return True, None
        last = last_day(about, settings)
        return last is not None and last >= newest, last

    return until


def thread_view(article: Article, paths: tuple[str, ...], look: Lookup) -> ThreadView:
    """Return the view of a thread, with its feed in the first form that feeds have here."""
    site = look.site
    files = (site.addresses.file(THREAD_FEED.form(form.end)) for form in site.feed_forms)
    file = next(files, "").format(slug=feed_slug(article))
    replies = tuple(_view(look.text(REPLY, newest_replies(site)[path][0]), look) for path in paths)
    return ThreadView(replies, site.base + file if file else "")


def _view(reply: ShortReply, look: Lookup) -> ReplyView:
    person, say = look.person(reply.author) if reply.author else None, look.site.say
    return ReplyView(
        anchor=anchor_of(reply),
        name=person.name if person else reply.name or say(N_("Somebody who no longer writes here")),
        url=person.url if person else "",
        office=(person.office or person.kind_label) if person else say(N_("no profile here")),
        lang=reply.lang,
        date=day_view(reply.date, look.site.lang),
        body_html=look.html(reply),
    )


_PUBLISH = N_("Publish it below the text that it answers, or refuse it with its reason: invoke decide")


def examine_replies(site: Site) -> Iterator[Problem]:
    """Report which rights of reply are due, whether people can reply, and which replies wait."""
    is_open, build = settings_of(site).open, site.build
    for due in due_rights(build):
        is_late = due.until is not None and due.until < build.now.date()
        code = "right-of-reply-overdue" if is_late else "right-of-reply-due"
        yield problem(code, due.path, day=due.since, due=due.until)
    if is_open and site.ask(Ports.LETTERBOX) is None:
        yield problem("replies-nowhere")
    published_count, waiting = len(build.of(REPLY)), len(build.drafts(REPLY))
    if not is_open and published_count + waiting:
        yield problem("replies-closed", count=published_count + waiting)
    elif waiting:
        yield problem("replies-waiting", count=waiting)


def reply_entry(pair: tuple[ShortReply, Article], look: Lookup) -> FeedEntry:
    """Return a reply's entry in a feed; a free name leads to the reply itself, for it has no page."""
    (reply, article), base = pair, look.site.base
    look.text(REPLY, reply)
    look.note(f"card {article.path}")
    url = f"{article.url}#{anchor_of(reply)}"
    person = look.person(reply.author) if reply.author else None
    return FeedEntry(
        url=url,
        title=look.site.say(_ONE).format(title=article.title),
        summary="",
        lang=reply.lang,
        date=reply.date,
        modified=reply.date,
        html=partial(look.html, reply),
        licence=reply.licence,
        people=(person or PersonView("", reply.name, base + url, "", "", "", 0, ""),),
        subjects=(article.category.name,),
    )


FEED = ExchangeFeed(FeedAddress("REPLY_FEED", passing=True), _TITLE, newest_replies, reply_entry)


def reply_requests(site: Site) -> Iterator[Request]:
    """Yield the feeds: none where there is no reply."""
    yield from FEED.requests(site)
    for path, replies in threads(site).items():
        article = articles(site)[path]
        title, newest = site.say(_TO).format(title=article.title), [reply.path for reply in reversed(replies)]
        yield from feed_requests(THREAD_FEED, feed_slug(article), title, newest, site, article.url)


def in_post(article: Article, site: Site) -> InPost:
    """Add the answered post as the subject of an answer; short replies are comments."""
    answered, answers = answered_by(article, site), answers_to(article, site)
    replies = threads(site).get(article.path, ())
    if not (answered or answers or replies):
        return InPost()
    properties: JsonLd = {}
    if answered:
        properties["about"] = _work(answered, site)
    if answers:
        properties["subjectOf"] = [_work(path, site) for path in answers]
    if replies:
        properties |= {"commentCount": len(replies), "comment": [_comment(one, article, site) for one in replies]}
    parts = [f"card {path}" for path in (answered, *answers) if path] + [f"reply {one.path}" for one in replies]
    return InPost(properties=properties, parts=tuple(parts))


def _work(path: str, site: Site) -> JsonLd:
    article = articles(site)[path]
    url = site.absolute(article.url)
    return {"@type": "BlogPosting", "@id": f"{url}#article", "url": url, "headline": article.title}


def _comment(reply: ShortReply, article: Article, site: Site) -> JsonLd:
    """Return a comment without its words, which are on the page already."""
    person = site.ask(PEOPLE).get(reply.author)
    url = f"{site.absolute(article.url)}#{anchor_of(reply)}"
    return {
        "@type": "Comment",
        "@id": url,
        "url": url,
        "dateCreated": f"{reply.date:%Y-%m-%d}",
        "inLanguage": reply.lang,
        "author": {"@type": "Person", "name": person.name if person else reply.name},
    }


def _beside(article: Article, site: Site) -> frozenset[str]:
    """Return the posts above and below a post, which aren't proposed again as what to read next."""
    return frozenset((answered_by(article, site), *answers_to(article, site))) - {""}


FEATURE = Feature(
    name="replies",
    order=12,  # a right of reply precedes all that others add below a text
    kinds=(REPLY,),
    extensions=(CLAIMS,),
    settings={"REPLIES": RepliesSettings},
    configure=configure,
    addresses=(FEED.address, THREAD_FEED),
    slots=(
        Slot("article", "overline", "answers", "answered_line", plan_answered, answered_view),
        Slot("article", "after", "answers", "answer_list", answers_to, answer_views),
        Slot("article", "after", "replies", "thread", plan_thread, thread_view),
    ),
    requests=reply_requests,
    entry=FEED.find_entry,
    announces=FEED.announced_everywhere,
    beside=_beside,
    in_post=in_post,
    offers={Ports.REPLYING: _replying},
    dialogue=discussed_answers,
    moments=lambda build: (one.date for one in build.scheduled(REPLY) if one.path not in build.embargoed),
    examined=examine_replies,
)
register = FEATURE.register
