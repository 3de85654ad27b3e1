"""Calls for posts, and consultations: a question that anybody may answer until a day, and the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import escape

from placette.engine.base.dates import long_date
from placette.engine.base.translation import N_
from placette.engine.content.extended import added
from placette.engine.content.kinds import SearchedKind
from placette.engine.rendering import lists, structured, views
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.entries import (
    FEW,
    DialogueItem,
    DialogueItemView,
    DialoguePart,
    FeedEntry,
    Searched,
    numbered,
)
from placette.engine.rendering.features import (
    Collection,
    Feature,
    Lookup,
    Member,
    PageKind,
    Request,
    SharedKind,
    Single,
    Site,
    Slot,
)
from placette.engine.rendering.lists import TERMS
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.searched import searched_text
from placette.engine.rendering.site import SlotsView, date_view, joined_slot, mark_of, once_a_build, slot_views
from placette.features.calls.call import (
    ANSWERS,
    CALL,
    AnsweredCall,
    Call,
    Stage,
    days_pending,
    is_open,
    moments_of,
    open_calls,
    stage_of,
)
from placette.features.communities import COMMUNITY, Community, GatheringContent, gathering_content
from placette.features.exchanges import ExchangeFeed, describe_exchange
from placette.features.posts import articles, by_key, card_of, cards_of, categories, category_term, published
from placette.features.translations import PostNames

__all__ = ["CALL", "FEATURE", "register"]


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


CALL_PAGE = PageAddress("CALL")
CALLS = PageAddress("CALLS")
_ON_HOME = 3
"""Calls that the home page shows; the others are a step away."""
_TITLE = N_("Calls for posts")
_ABOUT = N_("What we would like to read; anybody may answer.")
_SEARCHED = SearchedKind("call", N_("Call for posts"), _TITLE, 80)
_CONSULTED = SearchedKind("consultation", N_("Consultation"), N_("Consultations"), 79)
_LABELS = {
    Stage.COMING: N_("Consultation from {day} on"),
    Stage.RUNNING: N_("Consultation until {day}"),
    Stage.PENDING: N_("Consultation ended on {day}"),
    Stage.DECIDED: N_("Decided on {day}"),
}


def stage_label(call: Call, site: Site) -> str:
    """Return the stage of a consultation in words: «Consultation jusqu'au 15 janvier 2027»; empty for another call."""
    stage = stage_of(call, site.build.now)
    if stage is None:
        return ""
    days = {Stage.COMING: call.opens, Stage.DECIDED: call.decided}
    return site.say(_LABELS[stage]).format(day=long_date(days.get(stage) or call.deadline, site.lang))


def waits_for(call: Call, site: Site) -> str:
    """Return «Une décision est attendue depuis 12 jours»; empty where none is missing."""
    days = days_pending(call, site.build.now)
    waits = site.words.ngettext(
        "The decision has been awaited for {count} day.", "The decision has been awaited for {count} days.", days
    )
    return waits.format(count=days) if days else ""


def report_of(call: Call, site: Site) -> str:
    """Return the post (source path) that reports the answers and the decision; empty where none is shown."""
    if not call.report:
        return ""
    folder = f"articles/{(call.decided or call.deadline).year}/"
    posts = PostNames(site.build.addresses).meant(call.report, folder)
    return posts[0] if len(posts) == 1 and posts[0] in articles(site) else ""


def _consultation_view(call: Call, look: Lookup) -> ConsultationView | None:
    site, stage = look.site, stage_of(call, look.site.build.now)
    if stage is None:
        return None
    is_decided, report = stage is Stage.DECIDED, report_of(call, site)
    card = card_of(report, look) if report else None
    return ConsultationView(
        stage=stage.value,
        question=call.question,
        opens=date_view(call.opens, site.lang),
        waits=waits_for(call, site),
        decision=call.decision if is_decided else "",
        decided=date_view(call.decided, site.lang) if call.decided and is_decided else None,
        decided_by=look.person(call.decided_by) if is_decided else None,
        report=views.JoinedView("post", card.title, card.url, card.lang) if card else None,
        register_url=site.ask(Ports.REGISTER_URL),
    )


def call_entry(call: Call, look: Lookup) -> FeedEntry:
    """Return a consultation's entry in its feed, once more when it is decided."""
    site = look.site
    look.text(CALL, call)
    is_decided = stage_of(call, site.build.now) is Stage.DECIDED
    decided = stage_label(call, site) if is_decided else ""
    return FeedEntry(
        url=call.url,
        title=call.title,
        summary=call.question,
        lang=call.lang,
        date=call.opens,
        modified=(call.decided if is_decided else None) or call.opens,
        html=lambda: _whole(call, decided, look),
        licence=call.licence,
        people=look.people(call.authors),
        subjects=(call.category.name,) if call.category else (),
    )


def _whole(call: Call, decided: str, look: Lookup) -> str:
    """Return the question and the decision as HTML."""
    parts = [f"<p><strong>{escape(call.question)}</strong></p>", look.html(call)]
    if decided:
        parts.append(f"<hr><p><strong>{escape(decided)}</strong></p><p>{escape(call.decision)}</p>")
    return "".join(parts)


@once_a_build
def consultations(site: Site) -> Mapping[str, Call]:
    """Return the consultations by source path, in the order of their feed."""
    calls = [call for call in site.texts(CALL).values() if call.question]
    calls.sort(key=lambda call: (max(call.opens, call.decided or call.opens), call.slug), reverse=True)
    return {call.path: call for call in calls}


CONSULTATION_FEED = ExchangeFeed(
    FeedAddress("CONSULTATION_FEED", passing=True), N_("Consultations"), consultations, call_entry, CALLS
)


def describe_call(
    call: Call, crumbs: views.BreadcrumbsView, images: tuple[views.SocialImageView, ...], look: Lookup
) -> views.SocialView:
    """Return Open Graph and JSON-LD of a consultation's page: a question, whose accepted answer is the decision."""
    people = (*call.authors, call.decided_by)
    return describe_exchange({"mainEntity": _node(call, crumbs, look)}, call.lang, people, crumbs, images, look)


def _node(call: Call, crumbs: views.BreadcrumbsView, look: Lookup) -> structured.JsonLd:
    agents, url = look.site.ask(Ports.AGENTS), f"{crumbs.url}#decision"
    answer = {
        "@type": "Answer",
        "@id": url,
        "url": url,
        "text": call.decision,
        "dateCreated": structured.moment_of(call.decided) if call.decided else "",
        "author": structured.agent(call.decided_by, agents) if call.decided_by else None,
    }
    is_decided = stage_of(call, look.site.build.now) is Stage.DECIDED
    return structured.filled(
        {
            "@type": "Question",
            "@id": f"{crumbs.url}#question",
            "name": call.question,
            "text": call.question,
            "inLanguage": call.lang,
            "dateCreated": structured.moment_of(call.opens),
            "temporal": f"{call.opens:%Y-%m-%d}/{call.deadline:%Y-%m-%d}",
            "author": [structured.agent(key, agents) for key in call.authors],
            "acceptedAnswer": structured.filled(answer) if is_decided else None,
        }
    )


def _answers(site: Site) -> Mapping[str, list[str]]:
    return by_key((slug, article.path) for article in published(site) if (slug := added(AnsweredCall, article).call))


def still_open(site: Site) -> list[Call]:
    """Return the calls that can be answered, the most urgent first."""
    return open_calls(site.texts(CALL).values(), site.build.now)


def _members(site: Site) -> Iterator[Member]:
    for slug, call in site.texts(CALL).items():
        posts, is_quiet = site.once(_answers).get(slug, []), call.closes <= site.build.now and not call.question
        content = gathering_content(slug, len(posts))
        yield Member(slug, call.title, posts, content, about=call, quiet=is_quiet, rank=call.closes)


def _index(site: Site) -> lists.TermsView | None:
    terms, until = [], site.say(N_("Until {day}. {summary}"))
    for call in listed_calls(site):
        line = until.format(day=long_date(call.deadline, site.lang), summary=call.summary)
        line = f"{stage_label(call, site)}. {call.question}" if call.question else line
        terms.append(views.TermView(call.title, site.base + call.url, 0, line))
    about = _ABOUT if still_open(site) else N_("No call is open at the moment.")
    return lists.TermsView(site.say(_TITLE), site.say(about), tuple(terms)) if site.texts(CALL) else None


def listed_calls(site: Site) -> list[Call]:
    """Return the calls that lists show: the open ones, then the consultations that aren't, the newest first."""
    now_open = still_open(site)
    ended = (call for call in site.texts(CALL).values() if call.question and call not in now_open)
    return [*now_open, *sorted(ended, key=lambda call: (call.closes, call.slug), reverse=True)]


CALL_PAGES = Collection(CALL_PAGE, "call", _members, None, _TITLE, section_order=80, listing_order=120)
CALL_LIST = Single(
    *(CALLS, TERMS, _index, _TITLE, 100, 131),
    entries=lambda site: len(listed_calls(site)),
    feeds=lists.every_feed,
    invites=True,
    finds=N_("Answer a call, a consultation, give your opinion."),
)


def calls_on_home(_about: None, site: Site) -> tuple[str, ...]:
    """Return the open calls (slugs) that the home page shows."""
    return tuple(call.slug for call in still_open(site)[:_ON_HOME])


def calls_of_community(community: Community, site: Site) -> tuple[str, ...]:
    """Return the open calls (slugs) that are addressed to a community."""
    return tuple(call.slug for call in still_open(site) if call.community == community.slug)


def call_lines(_about: object, slugs: tuple[str, ...], look: Lookup) -> tuple[CallLineView, ...]:
    """Return calls as lists show them."""
    base, lang, calls = look.site.base, look.site.lang, (look.named(CALL, slug) for slug in slugs)
    return tuple(
        CallLineView(c.title, base + c.url, c.lang, c.summary, date_view(c.deadline, lang), bool(c.question))
        for c in calls
    )


def compose_call(request: Request, content: GatheringContent, look: Lookup) -> CallView:
    """Return one page of a call."""
    call, site = look.named(CALL, content.slug), look.site
    can_answer, category = is_open(call, site.build.now), call.category
    robots = "" if can_answer or call.question else "noindex"
    title = numbered(call.title, content.pagination, site.say)
    return CallView(
        head=lists.head_of(request, title, call.summary, look, call if call.question else None, robots=robots),
        title=call.title,
        lang=call.lang,
        summary=call.summary,
        body_html=look.html(call),
        open=can_answer,
        deadline=date_view(call.deadline, site.lang),
        people=look.people(call.authors),
        category=category_term(category, site) if category and category.slug in categories(site) else None,
        community=look.joined(COMMUNITY, call.community) if call.community in site.texts(COMMUNITY) else None,
        index_url=lists.list_url(CALLS, site),
        count=content.total,
        cards=cards_of(content.articles, look),
        pagination=content.pagination,
        consultation=_consultation_view(call, look),
        slots=slot_views(request, call, look),
    )


_part = partial(DialoguePart, more=N_("All the calls"), listed_at=CALLS)
_CONSULTATIONS = _part(
    key="consultations",
    title=N_("Consultations"),
    about=N_("What is asked before something is decided, then what was decided."),
    order=10,
    kind="consultations",
)
_CALLS = _part(key="calls", title=_TITLE, about=_ABOUT, order=20, kind="calls")
_STATES = {Stage.COMING: "", Stage.RUNNING: "open", Stage.PENDING: "late", Stage.DECIDED: "settled"}


def discussed_calls(site: Site) -> Iterator[DialogueItem]:
    """Yield consultations, those that can be answered first, and the other calls that are open."""
    for call in [call for call in listed_calls(site) if call.question][:FEW]:
        if stage := stage_of(call, site.build.now):
            label = ". ".join(filter(None, (stage_label(call, site), waits_for(call, site))))
            words, people = call.question, call.authors
            if stage is Stage.DECIDED:
                words, people = call.decision, (call.decided_by,)
            yield _item(_CONSULTATIONS, call, _STATES[stage], label, words, people, site)
    for call in [call for call in still_open(site) if not call.question][:FEW]:
        label = site.say(N_("Until {day}")).format(day=long_date(call.deadline, site.lang))
        yield _item(_CALLS, call, "open", label, call.summary, call.authors, site)


def _item(
    part: DialoguePart, call: Call, state: str, label: str, words: str, people: tuple[str, ...], site: Site
) -> DialogueItem:
    view = DialogueItemView(call.title, site.base + call.url, call.lang, state, label, None, words, call.lang)
    return DialogueItem(part, view, people)


def _marks(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the parts that pages look at: a call changes with the day, and with what it leads to."""
    for call in site.texts(CALL).values():
        stage, days = stage_of(call, site.build.now), days_pending(call, site.build.now)
        leads = (
            report_of(call, site),
            call.community in site.texts(COMMUNITY),
            call.category is not None and call.category.slug in categories(site),  # without posts it has no page
        )
        yield f"call {call.path}", mark_of((call.mark, is_open(call, site.build.now), stage, days, leads))


def _searched(site: Site) -> Iterator[Searched]:
    for call in site.texts(CALL).values():
        is_decided = stage_of(call, site.build.now) is Stage.DECIDED
        also = filter(None, (call.question, call.decision if is_decided else ""))
        kind, category = _CONSULTED if call.question else _SEARCHED, call.category.name if call.category else ""
        yield searched_text(kind, call, site, date=call.deadline, category=category, authors=call.authors, also=also)


FEATURE = Feature(
    name="calls",
    order=80,
    kinds=(CALL,),
    extensions=(ANSWERS,),
    addresses=(CALL_PAGE, CALLS, CONSULTATION_FEED.address),
    pages=(PageKind("call", compose_call, above=CALLS, places=("foot",)),),
    collections=(CALL_PAGES,),
    singles=(CALL_LIST,),
    requests=CONSULTATION_FEED.requests,
    entry=CONSULTATION_FEED.find_entry,
    announces=CONSULTATION_FEED.announced_everywhere,
    slots=(
        joined_slot(CALL, lambda article: (added(AnsweredCall, article).call,)),
        Slot("community", "after", "gathering", "call_section", calls_of_community, call_lines),
        Slot("index", "calls", "gathering", "call_strip", calls_on_home, call_lines),
    ),
    marks=_marks,
    searched=_searched,
    dialogue=discussed_calls,
    shared=(SharedKind(Call, describe_call),),
    moments=lambda build: moments_of(build.of(CALL), build.now),
)
register = FEATURE.register
