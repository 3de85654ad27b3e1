"""Calls for posts, and consultations: a question that anybody may answer until a day, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from markupsafe import escape

from placette.engine.base.dates import long_date
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.extended import added
from placette.engine.content.traits import SearchedKind
from placette.engine.rendering import lists, structured, views
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.entries import FEW, DialogueItem, DialoguePart, FeedEntry, numbered
from placette.engine.rendering.features import AGENTS, REGISTER_URL, Feature, PageKind, Request, SharedKind, Slot
from placette.engine.rendering.lists import TERMS, Collection, Member, Single
from placette.engine.rendering.searched import Searched, searched_text
from placette.engine.rendering.site import Lookup, Site, SlotsView, date_view, joined_slot, slot_views
from placette.features.calls.call import (
    ANSWERS,
    CALL,
    AnsweredCall,
    Call,
    Consultation,
    DueConsultation,
    Stage,
    days_pending,
    due_consultations,
    is_open,
    moments_of,
    open_calls,
    stage_of,
)
from placette.features.communities import COMMUNITY, Community
from placette.features.posts import articles, by_key, card_of, cards_of, categories, category_term, published
from placette.features.translations import index_posts, meant_posts

__all__ = ["CALL", "FEATURE", "DueConsultation", "due_consultations", "register"]


class CallLineView(NamedTuple):
    """A call as lists show it."""

    title: str
    url: str
    lang: str
    summary: str
    deadline: views.DateView
    is_consultation: bool = False


class ConsultationView(NamedTuple):
    """A consultation before a decision. ``stage`` is a word: coming, running, pending, decided.

    ``waits`` is how long a decision has been missing; ``decision`` is empty until there is one. ``report`` is the
    post on the whole of it, ``register_url`` leads to unpublished answers and the reasons.
    """

    stage: str
    question: str
    opens: views.DateView
    waits: str
    decision: str
    decided: views.DateView | None
    decided_by: views.PersonView | None
    report: views.JoinedView | None
    register_url: str


@dataclass(frozen=True, slots=True)
class CallView:
    """A call for posts, open or closed, with the posts that answered it."""

    head: views.HeadView
    title: str
    lang: str
    summary: str
    body_html: str
    open: bool
    deadline: views.DateView
    people: tuple[views.PersonView, ...]
    """The people who ask."""
    category: views.TermView | None
    community: views.JoinedView | None
    index_url: str
    count: int
    """Number of published answers."""
    cards: tuple[views.CardView, ...]
    pagination: views.PaginationView
    consultation: ConsultationView | None
    slots: SlotsView


_LABELS = {
    Stage.COMING: N_("Consultation from {day} on"),
    Stage.RUNNING: N_("Consultation until {day}"),
    Stage.PENDING: N_("Consultation ended on {day}"),
    Stage.DECIDED: N_("Decided on {day}"),
}


def stage_at(call: Call, now: datetime) -> str:
    """Return the stage of a consultation; empty for a call that isn't one."""
    return stage_of(call.consultation, call.closes, now).value if call.consultation else ""


def stage_label(call: Call, asked: Consultation, site: Site) -> str:
    """Return the stage in words: «Consultation jusqu'au 15 janvier 2027»."""
    stage = stage_of(asked, call.closes, site.build.now)
    days = {Stage.COMING: asked.opens, Stage.DECIDED: asked.decided}
    return site.say(_LABELS[stage]).format(day=long_date(days.get(stage) or call.deadline, site.lang))


def waits_for(call: Call, site: Site) -> str:
    """«Une décision est attendue depuis 12 jours»; empty where none is missing."""
    days = days_pending(call, site.build.now)
    if not days:
        return ""
    waits = site.words.ngettext(
        "The decision has been awaited for {count} day.", "The decision has been awaited for {count} days.", days
    )
    return waits.format(count=days)


def report_of(call: Call, site: Site) -> str:
    """Return the post (source path) that reports the answers and the decision; empty where none is shown."""
    asked = call.consultation
    if asked is None or not asked.report:
        return ""
    year = (asked.decided or call.deadline).year
    found = meant_posts(asked.report, f"articles/{year}/", index_posts(site.build.addresses))
    return found[0] if len(found) == 1 and found[0] in articles(site) else ""


def _consultation_view(content: CallContent, asked: Consultation, look: Lookup) -> ConsultationView:
    site, is_decided = look.site, content.stage == Stage.DECIDED
    card = card_of(content.report, look) if content.report else None
    return ConsultationView(
        stage=content.stage,
        question=asked.question,
        opens=date_view(asked.opens, site.lang),
        waits=content.waits,
        decision=asked.decision if is_decided else "",
        decided=date_view(asked.decided, site.lang) if asked.decided and is_decided else None,
        decided_by=look.person(asked.decided_by) if is_decided else None,
        report=views.JoinedView("post", card.title, card.url, card.lang) if card else None,
        register_url=site.ask(REGISTER_URL),
    )


def call_entry(path: str, look: Lookup) -> FeedEntry | None:
    """Return a consultation's entry in its feed, once more when it is decided; None for an unknown ``path``."""
    call = look.site.once(_by_path).get(path)
    asked = call.consultation if call else None
    if call is None or asked is None:
        return None
    look.note(f"call {call.slug}")
    is_decided, site = stage_at(call, look.site.build.now) == Stage.DECIDED, look.site
    return FeedEntry(
        url=call.url,
        title=call.title,
        summary=asked.question,
        lang=call.lang,
        date=asked.opens,
        modified=asked.decided if asked.decided and is_decided else asked.opens,
        html=lambda: _whole(call, asked, stage_label(call, asked, site) if is_decided else "", look),
        licence=call.licence,
        people=look.people(call.authors),
        subjects=(call.category.name,) if call.category else (),
    )


def _whole(call: Call, asked: Consultation, decided: str, look: Lookup) -> str:
    """Return the question and the decision as HTML."""
    parts = [f"<p><strong>{escape(asked.question)}</strong></p>", look.html(call)]
    parts += [f"<hr><p><strong>{escape(decided)}</strong></p><p>{escape(asked.decision)}</p>"] if decided else []
    return "".join(parts)


def describe_call(
    call: Call, crumbs: views.BreadcrumbsView, images: tuple[views.SocialImageView, ...], look: Lookup
) -> views.SocialView:
    """Open Graph and JSON-LD of a consultation's page: a question, whose accepted answer is the decision."""
    page = structured.page_json_ld(crumbs, structured.website_of(look.site))
    if call.consultation:
        page["@graph"][0] |= {"mainEntity": _node(call, call.consultation, crumbs, look)}
    return views.SocialView("website", images, structured.open_graph_locale(call.lang), page)


def _node(call: Call, asked: Consultation, crumbs: views.BreadcrumbsView, look: Lookup) -> structured.JsonLd:
    agents, is_decided = look.site.ask(AGENTS), stage_at(call, look.site.build.now) == Stage.DECIDED
    for key in (*call.authors, asked.decided_by):
        look.note(f"person {key}")
    answer = {
        "@type": "Answer",
        "@id": f"{crumbs.url}#decision",
        "url": f"{crumbs.url}#decision",
        "text": asked.decision,
        "dateCreated": structured.moment_of(asked.decided) if asked.decided else "",
        "author": structured.agent(asked.decided_by, agents) if asked.decided_by else None,
    }
    return structured.filled(
        {
            "@type": "Question",
            "@id": f"{crumbs.url}#question",
            "name": asked.question,
            "text": asked.question,
            "inLanguage": call.lang,
            "dateCreated": structured.moment_of(asked.opens),
            "temporal": f"{asked.opens:%Y-%m-%d}/{call.deadline:%Y-%m-%d}",
            "author": [structured.agent(key, agents) for key in call.authors],
            "acceptedAnswer": structured.filled(answer) if is_decided else None,
        }
    )


CALL_PAGE = PageAddress("CALL")
CALLS = PageAddress("CALLS")
CONSULTATION_FEED = FeedAddress("CONSULTATION_FEED", passing=True)
_ON_HOME = 3
"""Calls that the home page shows; the others are a step away."""
_TITLE = N_("Calls for posts")


class CallContent(NamedTuple):
    """One page of a call (slug): whether it is open, its community (slug), whether its category has a page, answers.

    Of a consultation: its stage, how long a decision has been missing in words, its report (source path).
    """

    call: str
    open: bool
    stage: str
    waits: str
    report: str
    community: str
    category: bool
    total: int
    articles: tuple[str, ...]
    pagination: views.PaginationView


def _answers(site: Site) -> Mapping[str, list[str]]:
    return by_key((slug, article.path) for article in published(site) if (slug := added(AnsweredCall, article).call))


def still_open(site: Site) -> list[Call]:
    """The calls that can be answered, the most urgent first."""
    return open_calls(site.texts(CALL).values(), site.build.now)


def _members(site: Site) -> Iterator[Member]:
    known = site.texts(COMMUNITY)
    for slug, call in site.texts(CALL).items():
        posts, now = site.once(_answers).get(slug, []), site.build.now
        community = call.community if call.community in known else ""
        category = call.category is not None and call.category.slug in categories(site)  # without posts it has no page
        facts = is_open(call, now), stage_at(call, now), waits_for(call, site), report_of(call, site)
        content = partial(_content, partial(CallContent, slug, *facts, community, category), len(posts))
        stays = call.closes > now or call.consultation is not None
        yield Member(slug, call.title, posts, content, about=call, quiet=not stays, rank=call.closes)


def _content(
    make: Callable[..., CallContent], total: int, posts: tuple[str, ...], page: views.PaginationView
) -> CallContent:
    """Return one page of a call; the first one says how many posts answer it."""
    return make(total if page.is_first else 0, posts, page)


CALL_PAGES = Collection(CALL_PAGE, "call", _members, None, _TITLE, section_order=80, listing_order=120)


def _index(site: Site) -> lists.TermsContent | None:
    if not site.texts(CALL):
        return None
    shown = listed_calls(site)
    terms = tuple(views.TermView(call.title, site.base + call.url, 0, _line(call, site)) for call in shown)
    said = N_("What we would like to read; anybody may answer.")
    if not still_open(site):
        said = N_("No call is open at the moment.")
    return lists.TermsContent(site.say(_TITLE), site.say(said), terms)


def listed_calls(site: Site) -> list[Call]:
    """The calls that lists show: the open ones, then the consultations that aren't, the newest first."""
    now_open = still_open(site)
    others = (call for call in site.texts(CALL).values() if call.consultation and call not in now_open)
    return [*now_open, *sorted(others, key=lambda call: (call.closes, call.slug), reverse=True)]


def _line(call: Call, site: Site) -> str:
    """Return the line of a call in the list."""
    if asked := call.consultation:
        return f"{stage_label(call, asked, site)}. {asked.question}"
    pattern = site.say(N_("Until {day}. {summary}"))
    return pattern.format(day=long_date(call.deadline, site.lang), summary=call.summary)


CALL_LIST = Single(
    *(CALLS, TERMS, _index, _TITLE, 100, 131),
    entries=lambda site: len(listed_calls(site)),
    feeds=lists.every_feed,
    invites=True,
    finds=N_("Answer a call, a consultation, give your opinion."),
)


def consultation_requests(site: Site) -> Iterator[Request]:
    """The feed of consultations."""
    found = [(call, call.consultation) for call in site.texts(CALL).values() if call.consultation]
    if found:
        found.sort(key=lambda pair: (max(pair[1].opens, pair[1].decided or pair[1].opens), pair[0].slug), reverse=True)
        title = site.say(N_("Consultations"))
        yield from lists.feed_requests(
            CONSULTATION_FEED, "", title, [call.path for call, _ in found], site, site.addresses[CALLS].url
        )


def _by_path(site: Site) -> Mapping[str, Call]:
    return {call.path: call for call in site.texts(CALL).values()}


def calls_on_home(_about: None, site: Site) -> tuple[str, ...]:
    """The open calls (slugs) that the home page shows."""
    return tuple(call.slug for call in still_open(site)[:_ON_HOME])


def calls_of_community(community: Community, site: Site) -> tuple[str, ...]:
    """The open calls (slugs) that are addressed to a community."""
    return tuple(call.slug for call in still_open(site) if call.community == community.slug)


def call_lines(_about: object, slugs: tuple[str, ...], look: Lookup) -> tuple[CallLineView, ...]:
    """Calls as lists show them."""
    base, lang = look.site.base, look.site.lang
    found = [look.named(CALL, slug) for slug in slugs]
    return tuple(
        CallLineView(c.title, base + c.url, c.lang, c.summary, date_view(c.deadline, lang), c.consultation is not None)
        for c in found
    )


def compose_call(request: Request, content: CallContent, look: Lookup) -> CallView:
    """One page of a call."""
    call, site = look.named(CALL, content.call), look.site
    title, asked = numbered(call.title, content.pagination, site.say), call.consultation
    stays = content.open or asked is not None
    return CallView(
        head=lists.head_of(request, title, call.summary, look, asked and call, robots="" if stays else "noindex"),
        title=call.title,
        lang=call.lang,
        summary=call.summary,
        body_html=look.html(call),
        open=content.open,
        deadline=date_view(call.deadline, site.lang),
        people=look.people(call.authors),
        category=category_term(call.category, site) if call.category and content.category else None,
        community=look.joined(COMMUNITY, content.community) if content.community else None,
        index_url=lists.list_url(CALLS, site),
        count=content.total,
        cards=cards_of(content.articles, look),
        pagination=content.pagination,
        consultation=_consultation_view(content, asked, look) if asked else None,
        slots=slot_views(request, call, look),
    )


_MORE = N_("All the calls")
_CONSULTATIONS = DialoguePart(
    key="consultations",
    title=N_("Consultations"),
    about=N_("What is asked before something is decided, then what was decided."),
    order=10,
    kind="consultations",
    more=_MORE,
    listed_at=CALLS,
)
_CALLS = DialoguePart(
    key="calls",
    title=_TITLE,
    about=N_("What we would like to read; anybody may answer."),
    order=20,
    kind="calls",
    more=_MORE,
    listed_at=CALLS,
)
_STATES = {Stage.COMING: "", Stage.RUNNING: "open", Stage.PENDING: "late", Stage.DECIDED: "settled"}


def discussed_calls(site: Site) -> Iterator[DialogueItem]:
    """Consultations, those that can be answered first, and the other calls that are open."""
    asked = [(call, call.consultation) for call in listed_calls(site) if call.consultation]
    for call, own in asked[:FEW]:
        stage = stage_at(call, site.build.now)
        label = ". ".join(filter(None, (stage_label(call, own, site), waits_for(call, site))))
        text, people = (own.decision, (own.decided_by,)) if stage == Stage.DECIDED else (own.question, call.authors)
        place = _CONSULTATIONS, site.base + call.url, call.title, call.lang, _STATES[Stage(stage)], label
        yield DialogueItem(*place, words=text, words_lang=call.lang, people=people)
    for call in [call for call in still_open(site) if not call.consultation][:FEW]:
        label = site.say(N_("Until {day}")).format(day=long_date(call.deadline, site.lang))
        place = _CALLS, site.base + call.url, call.title, call.lang, "open", label
        yield DialogueItem(*place, words=call.summary, words_lang=call.lang, people=call.authors)


def _marks(site: Site) -> Iterator[tuple[str, str]]:
    """The parts that pages look at: a consultation changes with its stage too."""
    return ((f"call {call.path}", call.mark + stage_at(call, site.build.now)) for call in site.texts(CALL).values())


def _moments(build: Build) -> Iterator[datetime]:
    return iter(moments_of(build.of(CALL), build.now))


_SEARCHED = SearchedKind("call", N_("Call for posts"), N_("Calls for posts"), 80)
_CONSULTED = SearchedKind("consultation", N_("Consultation"), N_("Consultations"), 79)


def _searched(site: Site) -> Iterator[Searched]:
    for call in site.texts(CALL).values():
        category = call.category.name if call.category else ""
        asked = call.consultation
        is_decided = stage_at(call, site.build.now) == Stage.DECIDED
        also = filter(None, (asked.question, asked.decision if is_decided else "")) if asked else ()
        kind = _CONSULTED if asked else _SEARCHED
        yield searched_text(kind, call, site, date=call.deadline, category=category, authors=call.authors, also=also)


def _announced(about: object, label: str, site: Site) -> Iterator[views.FeedView]:
    """The feed of consultations, beside those of the whole site."""
    if about is None and any(call.consultation for call in site.texts(CALL).values()):
        title = site.say(N_("Consultations"))
        yield from lists.announced(CONSULTATION_FEED, "", f"{title} – {label}", site)


FEATURE = Feature(
    name="calls",
    order=80,
    kinds=(CALL,),
    extensions=(ANSWERS,),
    addresses=(CALL_PAGE, CALLS, CONSULTATION_FEED),
    pages=(PageKind("call", compose_call, above=CALLS, places=("foot",)),),
    collections=(CALL_PAGES,),
    singles=(CALL_LIST,),
    requests=consultation_requests,
    entry=call_entry,
    announces=_announced,
    slots=(
        joined_slot(CALL, lambda article: (added(AnsweredCall, article).call,)),
        Slot("community", "after", "gathering", "call_section", calls_of_community, call_lines),
        Slot("index", "calls", "gathering", "call_strip", calls_on_home, call_lines),
    ),
    marks=_marks,
    searched=_searched,
    dialogue=discussed_calls,
    shared=(SharedKind(Call, describe_call),),
    moments=_moments,
)
register = FEATURE.register
