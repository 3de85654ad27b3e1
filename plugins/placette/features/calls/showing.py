"""A consultation as its page, lists, feeds and machines show it."""

from __future__ import annotations

from datetime import datetime

from markupsafe import escape

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedEntry
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.ports import AGENTS, REGISTER_URL
from placette.engine.pages.structured import (
    JsonLd,
    agent,
    filled,
    moment_of,
    open_graph_locale,
    page_json_ld,
    website_of,
)
from placette.engine.pages.views import BearingsView, JoinedView, SocialImageView, SocialView
from placette.features.calls.call import Call
from placette.features.calls.consultation import Consultation, Stage, days_pending, stage_of
from placette.features.calls.views import ConsultationView
from placette.features.posts import articles, card_of
from placette.features.translations import index_posts, meant_posts

_LABELS = {
    Stage.COMING: N_("Consultation from {day} on"),
    Stage.RUNNING: N_("Consultation until {day}"),
    Stage.PENDING: N_("Consultation ended on {day}"),
    Stage.DECIDED: N_("Decided on {day}"),
}


def stage_at(call: Call, now: datetime) -> str:
    """Where a call stands that is a consultation; empty for one that isn't."""
    return stage_of(call.consultation, call.closes, now).value if call.consultation else ""


def said_of(call: Call, asked: Consultation, desk: Desk) -> str:
    """«Consultation jusqu'au 15 janvier 2027»: where a consultation stands, in words."""
    stage = stage_of(asked, call.closes, desk.build.now)
    days = {Stage.COMING: asked.opens, Stage.DECIDED: asked.decided}
    return desk.say(_LABELS[stage]).format(day=long_date(days.get(stage) or call.deadline, desk.lang))


def waits_for(call: Call, desk: Desk) -> str:
    """«Une décision est attendue depuis 12 jours»; empty where none is missing."""
    days = days_pending(call, desk.build.now)
    if not days:
        return ""
    waits = desk.words.ngettext(
        "The decision has been awaited for {count} day.", "The decision has been awaited for {count} days.", days
    )
    return waits.format(count=days)


def report_of(call: Call, desk: Desk) -> str:
    """The post (source path) that tells what was said and decided; empty where none is shown."""
    asked = call.consultation
    if asked is None or not asked.report:
        return ""
    year = (asked.decided or call.deadline).year
    found = meant_posts(asked.report, f"articles/{year}/", index_posts(desk.build.addresses))
    return found[0] if len(found) == 1 and found[0] in articles(desk) else ""


def consultation_view(call: Call, stage: str, waits: str, report: str, look: Lookup) -> ConsultationView | None:
    """A consultation as its page shows it, from where it stands, how long a decision is missing, its report."""
    asked, desk = call.consultation, look.desk
    if asked is None:
        return None
    is_decided = stage == Stage.DECIDED
    card = card_of(report, look) if report else None
    return ConsultationView(
        stage=stage,
        question=asked.question,
        opens=date_view(asked.opens, desk.lang),
        waits=waits,
        decision=asked.decision if is_decided else "",
        decided=date_view(asked.decided, desk.lang) if asked.decided and is_decided else None,
        decided_by=look.person(asked.decided_by) if is_decided else None,
        report=JoinedView("post", card.title, card.url, card.lang) if card else None,
        register_url=desk.ask(REGISTER_URL),
    )


def consultation_entry(call: Call, asked: Consultation, look: Lookup) -> FeedEntry:
    """A consultation in its feed; once more when it is decided."""
    is_decided, desk = stage_at(call, look.desk.build.now) == Stage.DECIDED, look.desk
    return FeedEntry(
        url=call.url,
        title=call.title,
        summary=asked.question,
        lang=call.lang,
        date=asked.opens,
        modified=asked.decided if asked.decided and is_decided else asked.opens,
        html=lambda: _whole(call, asked, said_of(call, asked, desk) if is_decided else "", look),
        licence=call.licence,
        people=look.people(call.authors),
        subjects=(call.category.name,) if call.category else (),
    )


def _whole(call: Call, asked: Consultation, decided: str, look: Lookup) -> str:
    """What was asked, and what was decided."""
    parts = [f"<p><strong>{escape(asked.question)}</strong></p>", look.html(call)]
    parts += [f"<hr><p><strong>{escape(decided)}</strong></p><p>{escape(asked.decision)}</p>"] if decided else []
    return "".join(parts)


def describe_call(call: Call, bearings: BearingsView, images: tuple[SocialImageView, ...], look: Lookup) -> SocialView:
    """Open Graph and JSON-LD of a consultation's page: a question, whose accepted answer is the decision."""
    page = page_json_ld(bearings, website_of(look.desk))
    if call.consultation:
        page["@graph"][0] |= {"mainEntity": _node(call, call.consultation, bearings, look)}
    return SocialView("website", images, open_graph_locale(call.lang), page)


def _node(call: Call, asked: Consultation, bearings: BearingsView, look: Lookup) -> JsonLd:
    agents, is_decided = look.desk.ask(AGENTS), stage_at(call, look.desk.build.now) == Stage.DECIDED
    for key in (*call.authors, asked.decided_by):
        look.note(f"person {key}")
    answer = {
        "@type": "Answer",
        "@id": f"{bearings.url}#decision",
        "url": f"{bearings.url}#decision",
        "text": asked.decision,
        "dateCreated": moment_of(asked.decided) if asked.decided else "",
        "author": agent(asked.decided_by, agents) if asked.decided_by else None,
    }
    return filled(
        {
            "@type": "Question",
            "@id": f"{bearings.url}#question",
            "name": asked.question,
            "text": asked.question,
            "inLanguage": call.lang,
            "dateCreated": moment_of(asked.opens),
            "temporal": f"{asked.opens:%Y-%m-%d}/{call.deadline:%Y-%m-%d}",
            "author": [agent(key, agents) for key in call.authors],
            "acceptedAnswer": filled(answer) if is_decided else None,
        }
    )
