"""What imported texts still lack, in bulk: descriptions of pictures, and whether a child can be recognised.

Each kind of answer has a table, for a spreadsheet, and both are on one page, for a browser, with the pictures. What is
filled in is taken into the texts. An answer that can't be taken is named with its line, and stays in the table.
"""

from __future__ import annotations

import csv
import io
import os
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from gettext import NullTranslations
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from placette import N_, Build, Files, Translate, intake, quoted, standalone_environment
from placette_import.decoding import SourceError, read_text
from placette_import.values import ImportFinding
from placette_richtext import blocks as richtext

PAGE = ".placette/fill-in.html"
"""The page, beside the settings."""
_TEMPLATES = Path(__file__).parent
_LARGEST = 16 << 20
"""Bytes of a table."""
_PLACES = ("articles/*/*/index.md", "pages/*.md")
_SHOWN = frozenset({".jpg", ".png", ".webp"})
_AWAITED = r"(?:à décrire|to describe)"
_IN_BODY = re.compile(rf"!\[{_AWAITED}\]\((?P<name>[\w.-]+)(?: \"(?P<caption>(?:[^\"\\\n]|\\.)*)\")?\)", re.IGNORECASE)
_LEAD_ALT = re.compile(rf"^(?P<key>image_alt|photo_description): *\"?{_AWAITED}\"? *$", re.MULTILINE | re.IGNORECASE)
_LEAD = re.compile(r"^(?:image|photo): *\"?(?P<name>[\w.-]+)\"? *$", re.MULTILINE)
_LONGEST_WORDS = 300
_FORMULA = "=+-@\t "
"""What a spreadsheet takes for the beginning of a formula, which a stranger's caption must not be."""


class AnswerTable(NamedTuple):
    """A kind of answers: its table, beside the settings, what its columns are called, and what a report says."""

    file: str
    columns: tuple[str, str, str, str]
    counted: str


TABLES = {
    "pictures": AnswerTable(
        "pictures-to-describe.csv",
        (N_("text"), N_("picture"), N_("caption"), N_("description")),
        N_("Pictures described: {taken}; still to describe: {left}."),
    ),
    "minors": AnswerTable(
        "children-to-look-for.csv",
        (N_("text"), N_("pictures"), N_("why it is asked"), N_("children: none, or authorised:REFERENCE")),
        N_("Texts looked at for children: {taken}; still to look at: {left}."),
    ),
}
"""By the word that the task takes, in the order in which they are answered."""


class AnswerRow(NamedTuple):
    """A row of a table: a text, its picture or pictures, what is known of them, and an answer that can't be taken."""

    path: str
    pictures: str
    note: str
    answer: str = ""

    def key(self, kind: str) -> tuple[str, str]:
        """Return what tells it from others of its table."""
        return self.path, self.pictures if kind == "pictures" else ""


Answers = Mapping[tuple[str, str], tuple[str, int]]
"""Answers with their lines in a table, by what they are about."""


def undescribed_in(text: str) -> dict[str, str]:
    """Return the pictures of a text that wait for a description, each once: the captions by their files' names."""
    head, _mark, body = text.partition("\n---\n")
    lead = _LEAD.search(head) if _LEAD_ALT.search(head) else None
    captions = {lead["name"]: ""} if lead else {}
    for match in _IN_BODY.finditer(body):
        captions[match["name"]] = captions.get(match["name"]) or match["caption"] or ""
    return captions


def undescribed(content: Path) -> list[AnswerRow]:
    """Return the pictures of a site that wait for a description."""
    texts = (path for place in _PLACES for path in content.glob(place))
    return [
        AnswerRow(path.relative_to(content).as_posix(), name, caption)
        for path in sorted(text for text in texts if text.is_file() and not text.is_symlink())
        for name, caption in undescribed_in(path.read_bytes().decode("utf-8", "replace")).items()
    ]


def unlooked(build: Build, content: Path, say: Translate) -> list[AnswerRow]:
    """Return the texts that nobody has looked at for children, as the check says it, with the pictures beside them."""
    reasons: dict[str, dict[str, None]] = defaultdict(dict)
    for problem in build.problems:
        if problem.code == "minors-awaited":
            values = dict(problem.values)
            reasons[problem.path][say(values["reason"]).format_map(values)] = None
    beside = {path: sorted(file.name for file in (content / path).parent.iterdir()) for path in reasons}
    return [
        AnswerRow(path, " ".join(name for name in beside[path] if Path(name).suffix in _SHOWN), " ".join(reasons[path]))
        for path in sorted(reasons)
    ]


def with_descriptions(text: str, words_by_name: Mapping[str, str]) -> str:
    """Return a text with the descriptions of some of its pictures, by the names of their files."""
    head, mark, body = text.partition("\n---\n")
    lead = _LEAD.search(head)
    if lead and lead["name"] in words_by_name:
        head = _LEAD_ALT.sub(lambda line: f"{line['key']}: {quoted(words_by_name[lead['name']])}", head)

    def described(picture: re.Match[str]) -> str:
        words = words_by_name.get(picture["name"])
        return f"![{richtext.escape_inline(words)}]({picture[0].split('](', 1)[1]}" if words else picture[0]

    return head + mark + _IN_BODY.sub(described, body)


def read_answers(file: Path, kind: str) -> tuple[Answers, list[ImportFinding]]:
    """Return the answers of a table, whatever sign is between its columns, and what is wrong with it.

    Raises ``SourceError`` for what is no table, and ``OSError``.
    """
    text, findings = read_text(file, [], _LARGEST), list[ImportFinding]()
    try:
        tables = [list(_rows(text, sign)) for sign in ";,\t"]
    except csv.Error:
        raise SourceError(N_("it is no table that can be read"), file.name) from None
    rows = max(tables, key=lambda table: sum(len(row) > 3 and row[0].endswith(".md") for _line, row in table))
    answers: dict[tuple[str, str], tuple[str, int]] = {}
    for line, row in rows:
        if len(row) < 4 and row[0].endswith(".md") and any(row[2:]):
            findings.append(ImportFinding("answer-torn", file=file.name, line=line, values={"what": " ".join(row)}))
        if len(row) < 4 or not row[3] or (line == 1 and "/" not in row[0]):  # not filled in, or the names of columns
            continue
        key = AnswerRow(row[0], row[1], "").key(kind)
        if answers.setdefault(key, (row[3], line))[0] != row[3]:
            values = {"name": " ".join(key), "what": row[3]}
            findings.append(ImportFinding("answer-twice", file=file.name, line=line, values=values))
    return answers, findings


def _rows(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table that aren't empty, each with the line where it ends."""
    reader = csv.reader(io.StringIO(text), delimiter=sign)
    for row in reader:
        if any(map(str.strip, row)):
            yield reader.line_num, [intake.one_line(cell) for cell in row]


def unfit(kind: str, answer: str) -> tuple[str, dict[str, str]] | None:
    """Return why an answer can't be taken, as a code with its values; None for one that can."""
    if kind == "pictures":
        long = len(answer) > _LONGEST_WORDS
        return ("answer-long", {"count": str(len(answer)), "what": answer}) if long else None
    return None if intake.is_minors(answer) else ("answer-unfit", {"what": answer})


def take_answers(
    kind: str, content: Path, questions: Sequence[AnswerRow], answers: Answers, file: str
) -> tuple[list[AnswerRow], list[ImportFinding]]:
    """Write the answers of a table into the texts; returns what is left, and what couldn't be taken. ``OSError``."""
    left, findings, lines = list[AnswerRow](), list[ImportFinding](), dict(answers)
    for path, group in groupby(questions, lambda question: question.path):
        words_by_name: dict[str, str] = {}
        for question in group:
            answer, line = lines.pop(question.key(kind), ("", 0))
            why = unfit(kind, answer) if answer else None
            if why:
                findings.append(ImportFinding(why[0], file=file, line=line, values=why[1]))
            if why or not answer:
                left.append(question._replace(answer=answer))
            else:
                words_by_name[question.pictures] = answer
        if words_by_name and not _write_answers(kind, content / path, words_by_name):
            findings.append(ImportFinding("answer-unsafe", file=path, line=1))
            left += [AnswerRow(path, name, "", answer) for name, answer in words_by_name.items()]
    for key, (answer, line) in lines.items():
        values = {"name": " ".join(key).strip(), "what": answer}
        findings.append(ImportFinding("answer-elsewhere", file=file, line=line, values=values))
    return left, findings


def _write_answers(kind: str, path: Path, answers: Mapping[str, str]) -> bool:
    """Write answers into a text; returns whether it could be changed."""
    text = path.read_bytes().decode("utf-8", "replace")
    values = {"minors": next(iter(answers.values()))}
    changed = with_descriptions(text, answers) if kind == "pictures" else intake.with_values(text, values)
    if changed is not None:
        Files.write_atomic(path, changed.encode())
    return changed is not None


def write_table(kind: str, file: Path, questions: Iterable[AnswerRow], say: Translate) -> None:
    """Write the table of what is left; none where nothing is. Raises ``OSError``."""
    rows = [(row.path, row.pictures, row.note.lstrip(_FORMULA), row.answer.lstrip(_FORMULA)) for row in questions]
    if not rows:
        file.unlink(missing_ok=True)
        return
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([list(map(say, TABLES[kind].columns)), *rows])
    Files.write_atomic(file, f"\ufeff{out.getvalue()}".encode())  # without it, spreadsheets take the letters for others


def write_page(content: Path, questions: Mapping[str, Sequence[AnswerRow]], words: NullTranslations, lang: str) -> None:
    """Write the page on which all is filled in, with the pictures; none where nothing is left. Raises ``OSError``."""
    file = content.parent / PAGE
    if not any(questions.values()):
        file.unlink(missing_ok=True)
        return

    def address(path: str, name: str) -> str:
        return quote(os.path.relpath(content / Path(path).parent / name, file.parent).replace(os.sep, "/"))

    template = standalone_environment(_TEMPLATES, words).get_template("fill-in.html")
    page = template.render(
        questions=questions,
        tables=TABLES,
        address=address,
        nonce=secrets.token_urlsafe(16),
        longest=_LONGEST_WORDS,
        lang=lang,
    )
    Files.write_atomic(file, page.encode())
