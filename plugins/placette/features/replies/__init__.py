"""Texts that answer texts: posts that answer posts, rights of reply among them, and short replies read beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from placette.engine.base.translation import N_, Message
from placette.engine.content.build import Build
from placette.engine.findings.messages import advice, declare_findings, missing
from placette.engine.findings.problems import CONTACT, DEADLINES, TEXTS, Problem, problem
from placette.engine.rendering.addresses import FeedAddress
from placette.engine.rendering.entries import FeedEntry
from placette.engine.rendering.features import LETTERBOX, PEOPLE, REPLYING, Feature, InPost, Request, Slot
from placette.engine.rendering.lists import announced, feed_requests
from placette.engine.rendering.site import Lookup, Site, day_view, once_a_build
from placette.engine.rendering.structured import JsonLd
from placette.engine.rendering.views import FeedView, PersonView
from placette.engine.texts.others import without_contacts
from placette.features.letterbox import REPLY_ANCHOR
from placette.features.posts import Article, articles, published
from placette.features.replies.answers import (
    CLAIMS,
    Answering,
    DueRight,
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
    first_contact,
    first_mark,
    has_words_of_its_own,
    last_day,
    length,
)
from placette.features.translations import index_posts, meant_posts

__all__ = [
    "FEATURE",
    "FOLDER",
    "LIMIT",
    "REPLY",
    "Answering",
    "DueRight",
    "RepliesSettings",
    "ShortReply",
    "answers_to",
    "due_rights",
    "first_contact",
    "first_mark",
    "has_words_of_its_own",
    "last_day",
    "length",
    "register",
    "right_of_reply_limit",
    "without_contacts",
]


FEED = FeedAddress("REPLY_FEED", passing=True)  # all replies
THREAD_FEED = FeedAddress("REPLY_THREAD_FEED", passing=True)  # the replies to one post
Threads = Mapping[str, tuple[ShortReply, ...]]


class ThreadContent(NamedTuple):
    """The replies to a post (source paths), the oldest first; its feed's file."""

    replies: tuple[str, ...]
    feed: str


def settings_of(site: Site) -> RepliesSettings:
    """The settings of short replies."""
    return site.options("REPLIES", RepliesSettings)


@once_a_build
def threads(site: Site) -> Threads:
    """The replies to each post that is shown, by its source path, the oldest first; none where the site takes none."""
    replies = site.build.of(REPLY) if settings_of(site).open else ()
    posts, shown = index_posts(site.build.addresses) if replies else {}, articles(site) if replies else {}
    found: defaultdict[str, list[ShortReply]] = defaultdict(list)
    for reply in replies:
        meant = meant_posts(reply.post, f"articles/{reply.date.year}/", posts)
        if len(meant) == 1 and meant[0] in shown:
            found[meant[0]].append(reply)
    return {path: tuple(own) for path, own in found.items()}


def reply_at(path: str, site: Site) -> tuple[ShortReply, Article] | None:
    """The reply at a source path, and the post that it replies to."""
    return site.once(_by_path).get(path)


def _by_path(site: Site) -> Mapping[str, tuple[ShortReply, Article]]:
    shown = articles(site)
    return {reply.path: (reply, shown[path]) for path, own in threads(site).items() for reply in own}


def _newest_day(site: Site) -> date:
    """The day of the newest post: until then posts invite to reply. By the clock, pages would change by themselves."""
    newest = published(site)
    return newest[0].date.date() if newest else date.min


def anchor_of(reply: ShortReply) -> str:
    """The id of a reply's element."""
    return f"{REPLY_ANCHOR}{reply.slug}"


def feed_slug(article: Article) -> str:
    """Return the name of a post among the feeds of replies: its year and its own name."""
    return f"{article.date.year}-{article.slug}"


def feed_of(article: Article, site: Site) -> str:
    """The file of the feed of the replies to a post, in the first form that feeds have; empty where there is none."""
    files = (site.addresses.file(THREAD_FEED.form(form.end)) for form in site.feed_forms)
    return next(files, "").format(slug=feed_slug(article))


def plan_thread(article: Article, site: Site) -> ThreadContent | None:
    """Return the replies below a post."""
    replies = tuple(reply.path for reply in threads(site).get(article.path, ()))
    return ThreadContent(replies, feed_of(article, site)) if replies else None


def _replying(site: Site) -> Callable[[Any], tuple[bool, date | None]]:
    own, newest = settings_of(site), site.once(_newest_day)

    def until(about: Any) -> tuple[bool, date | None]:
        if not own.open or not isinstance(about, Article):
            return True, None
        last = last_day(about, own)
        return last is not None and last >= newest, last

    return until


def thread_view(_article: Article, content: ThreadContent, look: Lookup) -> ThreadView:
    """Return the view of a thread."""
    site = look.site
    return ThreadView(
        replies=tuple(
            _view(look.text(REPLY, one[0]), look) for path in content.replies if (one := reply_at(path, site))
        ),
        feed_url=site.base + content.feed if content.feed else "",
    )


def _view(reply: ShortReply, look: Lookup) -> ReplyView:
    person = look.person(reply.author) if reply.author else None
    return ReplyView(
        anchor=anchor_of(reply),
        name=person.name if person else reply.name or look.site.say(N_("Somebody who no longer writes here")),
        url=person.url if person else "",
        office=(person.office or person.kind_label) if person else look.site.say(N_("no profile here")),
        lang=reply.lang,
        date=day_view(reply.date, look.site.lang),
        body_html=look.html(reply),
    )


def signer_of(reply: ShortReply, article: Article, look: Lookup) -> PersonView:
    """Return the signature of a reply, for feeds: a free name leads to the reply itself, for it has no page."""
    if reply.author and (person := look.person(reply.author)):
        return person
    url = f"{look.site.base}{article.url}#{anchor_of(reply)}"
    return PersonView("", reply.name, url, "", "", "", 0, "")


_NO_WAY = missing(
    N_("Posts take short replies, but no page says how to send one."), N_("Write LETTERBOX_ADDRESS, or LETTERBOX_FORM.")
)
_UNSEEN = {
    "replies-closed": advice(
        N_("There are short replies in the content folder ({count}), and no page shows them."),
        N_("Write REPLIES_OPEN = True, or take them away."),
    ),
    "replies-waiting": advice(
        N_("Short replies that nobody has read yet: {count}"), N_("Read them; whoever has read one writes read_by: …")
    ),
}
_PUBLISH = N_("Publish it below the text that it answers, or refuse it with its reason: invoke decide")
_DUE = {
    "right-of-reply-due": missing(N_("A right of reply that arrived on {day} is due by {due}."), _PUBLISH),
    "right-of-reply-overdue": Message(N_("A right of reply that arrived on {day} was due by {due}."), _PUBLISH),
}
declare_findings(DEADLINES, _DUE)
declare_findings(CONTACT, {"replies-nowhere": _NO_WAY})
declare_findings(TEXTS, _UNSEEN)


def examine_replies(site: Site) -> Iterator[Problem]:
    """Report which rights of reply are due, whether people can reply, and which replies wait."""
    is_open, build = settings_of(site).open, site.build
    for due in due_rights(build):
        code = "right-of-reply-due" if due.due >= build.now.date() else "right-of-reply-overdue"
        yield problem(code, due.path, day=due.received, due=due.due)
    if is_open and site.ask(LETTERBOX) is None:
        yield problem("replies-nowhere")
    shown, waiting = len(build.of(REPLY)), len(build.drafts(REPLY))
    if not is_open and shown + waiting:
        yield problem("replies-closed", count=shown + waiting)
    elif waiting:
        yield problem("replies-waiting", count=waiting)


_TITLE = N_("Replies")
_TO = N_("Replies to “{title}”")
_ONE = N_("Reply to “{title}”")


def reply_requests(site: Site) -> Iterator[Request]:
    """The feeds: none where there is no reply."""
    found = threads(site)
    if not found:
        return
    everything = sorted((one for own in found.values() for one in own), key=attrgetter("date", "path"), reverse=True)
    yield from feed_requests(FEED, "", site.say(_TITLE), [one.path for one in everything], site)
    for path, replies in found.items():
        article = articles(site)[path]
        title, newest = site.say(_TO).format(title=article.title), [one.path for one in reversed(replies)]
        yield from feed_requests(THREAD_FEED, feed_slug(article), title, newest, site, article.url)


def reply_entry(path: str, look: Lookup) -> FeedEntry | None:
    """Return a reply's entry in a feed; None for an unknown ``path``."""
    found = reply_at(path, look.site) if path.startswith(f"{FOLDER}/") else None
    if found is None:
        return None
    reply, article = look.text(REPLY, found[0]), found[1]
    look.note(f"card {article.path}")
    return FeedEntry(
        url=f"{article.url}#{anchor_of(reply)}",
        title=look.site.say(_ONE).format(title=article.title),
        summary="",
        lang=reply.lang,
        date=reply.date,
        modified=reply.date,
        html=partial(look.html, reply),
        licence=reply.licence,
        people=(signer_of(reply, article, look),),
        subjects=(article.category.name,),
    )


def announced_feeds(about: object, label: str, site: Site) -> Iterator[FeedView]:
    """The feed of all replies, beside those of the whole site."""
    if about is None and threads(site):
        yield from announced(FEED, "", f"{site.say(_TITLE)} – {label}", site)


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
    answered, answers = answered_by(article, site), answers_to(article, site)
    return frozenset((*([answered] if answered else []), *answers))


def _moments(build: Build) -> Iterator[datetime]:
    return (reply.date for reply in build.scheduled(REPLY) if reply.path not in build.embargoed)


FEATURE = Feature(
    name="replies",
    order=12,  # a right of reply precedes all that others add below a text
    kinds=(REPLY,),
    extensions=(CLAIMS,),
    settings={"REPLIES": RepliesSettings},
    configure=configure,
    addresses=(FEED, THREAD_FEED),
    slots=(
        Slot("article", "overline", "answers", "answered_line", plan_answered, answered_view),
        Slot("article", "after", "answers", "answer_list", answers_to, answer_views),
        Slot("article", "after", "replies", "thread", plan_thread, thread_view),
    ),
    requests=reply_requests,
    entry=reply_entry,
    announces=announced_feeds,
    beside=_beside,
    in_post=in_post,
    offers={REPLYING: _replying},
    dialogue=discussed_answers,
    moments=_moments,
    examined=examine_replies,
)
register = FEATURE.register
