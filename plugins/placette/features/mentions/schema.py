"""What the front matter of a mention may say; ``invoke mentions`` writes it, an editor accepts."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key
from placette.features.mentions.mention import MentionSource

LONGEST_ADDRESS = 500
_ANSWERS = {**dict.fromkeys(("yes", "oui", "true"), True), **dict.fromkeys(("no", "non", "false"), False)}
_SOURCES = {source.value: source for source in MentionSource}


def _as_answer(value: Any) -> bool:
    return f.choice(value, _ANSWERS, ("true", "false"))


def _as_source(value: Any) -> MentionSource:
    return f.choice(value, _SOURCES, tuple(MentionSource))


def _as_address(value: Any) -> str:
    text = f.as_text(value)
    if len(text) > LONGEST_ADDRESS:
        raise f.fail("value-long", length=len(text), limit=LONGEST_ADDRESS)
    return text


Address = Annotated[str, BeforeValidator(_as_address), f.Bound(LONGEST_ADDRESS)]


class MentionMatter(Matter):
    """The front matter of something said elsewhere; its day is in the name of its file."""

    author: f.ShortText = key(
        "Who said it, as they call themselves there.", "auteur", "autrice", example="Léa M.", default=""
    )
    url: Address = key("Where it was said.", "adresse", example="https://mastodon.example/@lea/1")
    source: Annotated[MentionSource, BeforeValidator(_as_source)] = key(
        "What kind of place that is: mastodon, bluesky or web.", "origine", example="mastodon"
    )
    accepted: Annotated[bool, BeforeValidator(_as_answer)] = key(
        "Whether the page of the post shows it: an editor decides.",
        "accepté",
        "acceptée",
        example="false",
        default=False,
    )
    answers: f.ShortText = key(
        "The post that it is about, with its year.", "répond_à", example="2026/le-lavoir", default=""
    )
    at: Address = key(
        "Where the next run looks whether it is still there.", "vu_à", example="https://mastodon.example/…", default=""
    )
    fetched: f.ShortText = key(
        "A digest of what was fetched; what an editor changes no longer has it.", "empreinte", default=""
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
