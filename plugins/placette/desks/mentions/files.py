"""The files of mentions: one each, which an editor reads, mends and accepts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from placette.desks.mentions.found import FoundMention, KnownMention
from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.scaffolds import check_scaffolds
from placette.engine.problems.problems import blocks
from placette.engine.texts.body import BodySource
from placette.engine.texts.matter import quoted
from placette.engine.texts.plain_text import convert_plain
from placette.engine.texts.surroundings import Surroundings
from placette.features.mentions import FOLDER, MENTION, MentionMatter


def path_of(found: FoundMention) -> str:
    """Where a mention lies, from the content folder."""
    return f"{FOLDER}/{found.post.rpartition('/')[2]}/{found.name}"


def source_of_mention(found: FoundMention, languages: tuple[str, ...]) -> str:
    """The file of a mention that nobody has accepted yet. Only languages of the site are named."""
    lang = found.lang.partition("-")[0].lower()
    values = {
        "author": quoted(found.author),
        "url": quoted(found.link),
        "source": found.source.value,
        "accepted": "false",
        "answers": quoted(found.post),
        "at": quoted(found.at) if found.at != found.link else "",
        "fetched": found.fetched,
        "lang": lang if lang in languages else "",
    }
    lines = "".join(f"{key}: {value}\n" for key, value in values.items() if value)
    return f"---\n{lines}---\n{found.text}\n"


def can_be_read(path: str, text: str, lang: str) -> bool:
    """Whether a file would be read without any problem that stops a build: what a stranger wrote mustn't."""
    draft = draft_text(path, MENTION, text.encode("utf-8", "replace"))
    if draft.matter is None or not MENTION.is_place(path):
        return False
    body = convert_plain(BodySource(path, draft.source.body, lang, draft.source.body_line), Surroundings(lang=lang))
    return not blocks((*draft.problems, *body.problems, *check_scaffolds(draft, draft.matter)))


def known_mentions(content: Path) -> Iterator[KnownMention]:
    """The files that are there, in order; one that can't be read is for ``invoke check`` to say. Raises ``OSError``."""
    for file in sorted((content / FOLDER).glob("*/*.md")):
        path = file.relative_to(content).as_posix()
        draft = draft_text(path, MENTION, file.read_bytes())
        if isinstance(draft.matter, MentionMatter):
            yield _known(draft, draft.matter)


def _known(draft: Draft, matter: MentionMatter) -> KnownMention:
    return KnownMention(
        path=draft.path,
        post=matter.answers or draft.path.split("/")[1],
        source=matter.source,
        link=matter.url,
        at=matter.at or matter.url,
        author=matter.author,
        text=draft.source.body.strip(),
        fetched=matter.fetched,
        accepted=matter.accepted,
    )
