"""The problems of the check as somebody can use them who has no file: what to send, no lines, no codes.

What only an editor can change (addresses, marks, layout) isn't in the table, and isn't sent. What is asked as a
question (descriptions, credits, the commune …) isn't either.
"""

from __future__ import annotations

from collections.abc import Iterable

from placette.desks.letters.answering.plain_lines import quotable, shown_file
from placette.engine.base.message import N_
from placette.engine.problems.problems import Problem, Translate

_MOST = 6
_SENTENCES = {
    "text-empty": N_("We found no text, only photos or documents. Send us a few sentences with them."),
    "photo-missing": N_("Your text speaks of a photo, {file}, that we didn’t receive. Send it with your answer."),
    "photo-broken": N_("The photo {file} can’t be opened. Send it again, in its full size if you can."),
    "photo-remote": N_("Your text shows a photo that lies on another site. If it is yours, send it with your answer."),
    "contact-shown": N_(
        "Your text holds a telephone number or an e-mail address, which everybody will be able to read."
        " Tell us whether it may stay; its owner must agree."
    ),
    "author-duplicate": N_(
        "Somebody already signs “{name}” here. Tell us what to add to your name so that you aren’t taken for each"
        " other: your commune, for instance."
    ),
    "link-scheme": N_("One of the links in your text leads nowhere. Send us the whole address of the page."),
    "file-size": N_("The file {file} is too heavy for the site. Send us a lighter one if you can."),
    "file-svg": N_("The drawing {file} is in a format that we can’t show. Send it as a photo (JPEG or PNG)."),
    "file-type": N_("The site can’t show a file such as {file}. Send us a PDF, or photos."),
}
_LONG = {
    "title": N_("Your title is a little long: {limit} characters at the most. Send us a shorter one."),
    "summary": N_("Your summary is a little long: {limit} characters at the most. Send us a shorter one."),
}
_LONG_KEYS = {"titre": "title", "résumé": "summary", "chapeau": "summary"}


def in_plain_words(problems: Iterable[Problem], translate: Translate) -> tuple[str, ...]:
    """The sentences for the writer, each once, at most six; empty when all is for the editor."""
    said = (_sentence(problem, translate) for problem in problems)
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))[:_MOST]


def _sentence(problem: Problem, translate: Translate) -> str:
    values = dict(problem.values)
    key = values.get("key", "")
    msgid = _SENTENCES.get(problem.code, "")
    if problem.code == "value-long":
        msgid = _LONG.get(_LONG_KEYS.get(key, key), "")
    file = shown_file((values.get("value") or problem.path).rpartition("/")[2])
    name = quotable(values.get("name", ""), 60)
    return translate(msgid).format(file=file, name=name, limit=values.get("limit", "")) if msgid else ""
