"""A short response becomes a reply below the post: a file that nobody has read yet, where the site takes replies."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from placette.desks.intake import one_line
from placette.desks.letters.letter import Case, Gap, LetterProposal, Remark
from placette.desks.letters.proposing.deciding import decide_language
from placette.desks.letters.proposing.facts import SiteFacts, words_of
from placette.desks.letters.proposing.lines import MatterLine, render_matter
from placette.desks.letters.proposing.signing import decide_signature
from placette.engine.texts.matter import quoted
from placette.features.letterbox import LetterKind
from placette.features.posts import POST
from placette.features.replies import FOLDER, LIMIT, first_mark, has_words_of_its_own, length


def answered_post(case: Case, facts: SiteFacts) -> str:
    """The post (source path) that a letter responds to; empty for another letter, and for another page."""
    path = facts.page_at(case.letter.about) if case.letter.kind is LetterKind.RESPONSE else ""
    return path if POST.is_place(path) else ""


def post_name(path: str) -> str:
    """How another text names a post: its year and its folder, which no other post has."""
    return "/".join(path.split("/")[1:3])


def is_reply(case: Case, facts: SiteFacts, day: date, folder: PurePosixPath | None) -> bool:
    """Whether a letter becomes a short reply: it stays what it was the first time, whatever its writer adds."""
    if folder is not None:
        return folder.parts[0] == FOLDER
    last = facts.replies_until.get(answered_post(case, facts))
    written = case.written
    plain = not (case.pictures or written.enclosures or first_mark(written.markdown))
    short = 0 < length(written.markdown) <= LIMIT and has_words_of_its_own(written.markdown)
    return last is not None and day <= last and plain and short


def reply_proposal(
    case: Case, facts: SiteFacts, day: date, folder: PurePosixPath | None, remarks: tuple[Remark, ...]
) -> LetterProposal:
    """The reply that a letter becomes. Nothing says who read it: so it waits, wherever it is put."""
    path = answered_post(case, facts)
    name = path.split("/")[2] if path else ""
    place = folder or PurePosixPath(FOLDER) / name / f"{day:%Y-%m-%d}-{case.number}"
    key, note = ("author", "") if case.author else ("name", "")
    value = case.author
    if not case.author:
        value, note = decide_signature(case, facts)
    lines = [MatterLine(key, quoted(value) if value else "", note)]
    if path and sum(other.split("/")[-1] == name for other in map(post_name, facts.replies_until)) > 1:
        lines.append(MatterLine("answers", quoted(post_name(path))))
    if language := decide_language(case, facts):
        lines.append(MatterLine("lang", language))
    if facts.keeps_receipts:
        lines.append(MatterLine("receipt", quoted(case.number)))
    gaps = (Gap("signature"),) if note else ()
    text = f"{render_matter(lines, facts)}\n\n{case.written.markdown.strip()}\n"
    files = {f"{place}.md": text.encode("utf-8", "replace")}
    title = words_of(facts.lang).gettext("Reply to “{title}”").format(title=one_line(facts.titles.get(path, name)))
    return LetterProposal(case.number, title, place, files, gaps, remarks)
