"""Questions in the words of schema.org: a page with a question and its accepted answer."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from placette.engine.library.kinds import Text
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import AGENTS
from placette.engine.pages.structured import (
    JsonLd,
    agent,
    filled,
    moment_of,
    open_graph_locale,
    page_json_ld,
    place_node,
    website_of,
)
from placette.engine.pages.views import BearingsView, SocialImageView, SocialView
from placette.features.questions.exchange import Exchange
from placette.features.questions.question import SignedAnswer


def describe_question(
    exchange: Exchange, bearings: BearingsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Open Graph and JSON-LD of a question's page."""
    question, desk = exchange.question, look.desk
    keys = (*question.authors, *(key for answer in exchange.answers for key in answer.authors))
    for key in keys:
        look.note(f"person {key}")
    page = page_json_ld(bearings, website_of(desk))
    communes = [desk.build.communes.by_code[code] for code in question.communes]
    page["@graph"][0] |= filled(
        {
            "inLanguage": question.lang,
            "contentLocation": [place_node(commune) for commune in communes],
            "mainEntity": question_node(exchange, bearings, look),
        }
    )
    return SocialView("website", images, open_graph_locale(question.lang), page)


def question_node(exchange: Exchange, bearings: BearingsView, look: Lookup) -> JsonLd:
    """The question; the first answer is the accepted one, what was asked further isn't told."""
    question, agents = exchange.question, look.desk.ask(AGENTS)
    answer = exchange.turns[0].answer
    node = filled(
        {
            "@type": "Question",
            "@id": f"{bearings.url}#question",
            "name": question.title,
            "text": _text(question, look),
            "inLanguage": question.lang,
            "dateCreated": moment_of(question.asked),
            "datePublished": moment_of(question.asked),
            "author": [agent(key, agents) for key in question.authors],
            "acceptedAnswer": _answer(answer, bearings, look) if answer else None,
        }
    )
    return node | {"answerCount": 1 if answer else 0}


def _answer(answer: SignedAnswer, bearings: BearingsView, look: Lookup) -> JsonLd:
    agents = look.desk.ask(AGENTS)
    modified = max((correction.day for correction in answer.corrections), default=None)
    return filled(
        {
            "@type": "Answer",
            "@id": f"{bearings.url}#r0",
            "url": f"{bearings.url}#r0",
            "text": _text(answer, look),
            "inLanguage": answer.lang,
            "dateCreated": moment_of(answer.date),
            "datePublished": moment_of(answer.date),
            "dateModified": moment_of(modified) if modified else "",
            "author": [agent(key, agents) for key in answer.authors],
            "citation": [
                {"@type": "CreativeWork", "name": source.label, "url": _absolute(source.url, look)}
                for source in answer.sources
            ],
        }
    )


def _absolute(url: str, look: Lookup) -> str:
    return url if url.startswith("https://") else look.desk.absolute(url.removeprefix(look.desk.base))


def _text(text: Text, look: Lookup) -> str:
    """The words of a text."""
    return " ".join(LexborHTMLParser(look.html(text), is_fragment=True).text(separator=" ").split())
