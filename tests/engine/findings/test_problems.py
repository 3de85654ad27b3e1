"""Findings become sentences in the reader's language."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from shutil import ignore_patterns

import pytest
from markdown_it import MarkdownIt

from placette.engine.base.translation import Message, Severity, load_catalogue
from placette.engine.findings import problems
from placette.engine.findings.messages import messages
from placette.engine.findings.problems import explain, explained_codes, manual_chapter, paragraph, problem
from placette.engine.findings.reports import render_plain
from placette.engine.texts.front_matter import split_source, type_entries
from tests.fixture_kinds import KINDS
from tests.fixture_site import ROOT


def declare(monkeypatch: pytest.MonkeyPatch, message: Message) -> None:
    monkeypatch.setattr(problems, "messages", lambda: {"x": message})


def test_days_and_reasons_are_written_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, Message("{reason}, {day}", "{count}"))
    found = problem("x", reason="it answers {status}", day=date(2026, 5, 1), status=404, count=3)
    english, french = (explain(found, load_catalogue(lang).gettext, lang) for lang in ("en", "fr"))
    assert english == ("it answers 404, 1\u00a0May\u00a02026", "3")
    assert french == ("elle répond 404, 1er\u00a0mai\u00a02026", "3")


@pytest.mark.parametrize("what", ["{what} {0} %s", "2026-99-99"])
def test_values_are_not_read_as_sentences_or_days(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    declare(monkeypatch, Message("{reason}: {what}"))
    assert explain(problem("x", reason="Contact", what=what), str, "en")[0] == f"Contact: {what}"


MESSAGES = {code: message for code, message in messages().items() if not message.subject}
CHAPTERS = {"fr": ROOT / "docs" / "fr" / "problemes", "en": ROOT / "docs" / "en" / "problems"}
OF_PACKAGES = [*ROOT.glob("plugins/*/manual/??/*.md")]
FOLDERS = {
    lang: [folder, *sorted(ROOT.glob(f"plugins/*/manual/{lang}/{folder.name}"))] for lang, folder in CHAPTERS.items()
}
PAGES = [(lang, page) for lang, folders in FOLDERS.items() for folder in folders for page in folder.glob("*")]
PAGES += [(lang, folder.with_suffix(".md")) for lang, folder in CHAPTERS.items()]
TOMORROW = {"fr": "demain", "en": "tomorrow"}
ADVICE = {"fr": "**Conseil.** ", "en": "**Advice.** "}
EXAMPLE = re.compile(r"^```\w+\n.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`]*`")
AS_TYPED = re.compile(r"`[^`]*`|\]\([^)]*\)")
"""What is no sentence: code, and where links lead."""
LOOSE = re.compile(r"[^\u00a0\u202f][;!?»]|«[^\u00a0]|[ ]:|'|[.]{3}")
"""Marks without the no-break space of French, straight apostrophes, three dots."""


@cache
def headings(page: Path) -> tuple[tuple[str, str], ...]:
    """Level (``h3``) and text of each heading, as CommonMark reads them."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    opened = [(token.tag, tokens[at + 1]) for at, token in enumerate(tokens) if token.type == "heading_open"]
    return tuple((tag, "".join(child.content for child in inline.children or ())) for tag, inline in opened)


def anchor(heading: str) -> str:
    """The anchor that GitHub, GitLab and Forgejo give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def prose(markdown: str) -> str:
    """The sentences of a page, without examples, code and the quoted message."""
    lines = EXAMPLE.sub("", markdown).split("\n")
    return AS_TYPED.sub("x", " ".join(line for line in lines if not line.startswith(">")))


@pytest.mark.parametrize("lang", CHAPTERS)
def test_every_code_has_one_paragraph_and_no_other_has(lang: str) -> None:
    pages = [page for folder in FOLDERS[lang] for page in folder.glob("*.md")]
    found = [text for page in pages for tag, text in headings(page) if tag == "h3"]
    assert sorted(found) == sorted(MESSAGES)
    assert sorted(explained_codes(lang)) == sorted(MESSAGES)


@pytest.mark.parametrize("lang", CHAPTERS)
def test_a_paragraph_quotes_the_message_then_says_more(lang: str) -> None:
    quotes, sentences = {}, {}
    for code, message in MESSAGES.items():
        quoted, _, more = paragraph(code, lang).partition("\n\n")
        sentence = re.sub(r"\{\w+\}", "…", load_catalogue(lang).gettext(message.what)).replace("……", "…")
        mark = ADVICE[lang] if message.severity is Severity.ADVICE else ""
        quotes[code] = " ".join(line.removeprefix("> ") for line in quoted.split("\n"))
        sentences[code] = mark + sentence
        assert len(re.findall(r"[.!?](?:[ )]|$)", prose(more).strip())) >= 2, (code, more)
    assert quotes == sentences


@pytest.mark.parametrize("page", [*(page for _, page in PAGES), *OF_PACKAGES], ids=lambda page: page.name)
def test_pages_are_short_their_anchors_differ_and_their_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("\n") <= 600
    anchors = [anchor(heading) for _, heading in headings(page)]
    assert len(anchors) == len(set(anchors))
    for address in re.findall(r"\]\(([^)\s]+)\)", CODE.sub("", EXAMPLE.sub("", text))):
        target, _, name = address.partition("#")
        assert (page.parent / target).is_file(), address
        assert not name or name in [anchor(heading) for _, heading in headings(page.parent / target)], address


@pytest.mark.parametrize("lang", CHAPTERS)
def test_the_first_page_lists_every_code_and_shows_a_message_as_it_is_printed(lang: str) -> None:
    """The codes of a package are listed in its own chapter."""
    chapter = manual_chapter(lang)
    assert chapter == CHAPTERS[lang].with_suffix(".md")
    text = chapter.read_text(encoding="utf-8")
    brought = [page.read_text(encoding="utf-8") for page in OF_PACKAGES if page.parent.name == lang]
    listed = [re.findall(r"\[([a-z0-9-]+)\]\([^)#]+#\1\)", words) for words in (text, *brought)]
    assert sorted(code for codes in listed for code in codes) == sorted(MESSAGES)
    assert not [code for code in listed[0] if code.startswith("mention-")]
    found = problem("date-format", "articles/2026/x/index.md", 3, 7, value=TOMORROW[lang])
    assert render_plain((found,), load_catalogue(lang).gettext).split("\n")[1] in text


@pytest.mark.parametrize("page", [page for lang, page in PAGES if lang == "fr"], ids=lambda page: page.name)
def test_french_is_set_as_printers_do(page: Path) -> None:
    text = EXAMPLE.sub("", page.read_text(encoding="utf-8"))
    assert [AS_TYPED.sub("x", line) for line in text.split("\n") if LOOSE.search(AS_TYPED.sub("x", line))] == []


@pytest.mark.parametrize(("lang", "page"), PAGES, ids=lambda given: getattr(given, "name", given))
def test_the_lines_of_an_information_block_are_such_as_the_check_accepts(lang: str, page: Path) -> None:
    schemas = [kind.schema for kind in KINDS] + [kind.tombstone.schema for kind in KINDS if kind.tombstone]
    for lines in re.findall(r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        source, wrong = split_source("---\n{}\n---\n".format(lines.replace("---\n", "")), "a.md")
        assert (bool(source.entries), wrong) == (True, ()), lines
        found = [{seen.code for seen in type_entries(source.entries, schema, "a.md").problems} for schema in schemas]
        assert any(codes <= {"key-missing"} for codes in found), lines


def test_another_language_reads_english_and_an_unknown_code_has_no_page() -> None:
    assert paragraph("photo-alt", "oc") == paragraph("photo-alt", "en")
    assert paragraph("photo-alt", "fr-CA") == paragraph("photo-alt", "fr")
    with pytest.raises(KeyError):
        paragraph("photo-aly", "fr")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The core without a manual, as another distribution may install it."""
    folder = tmp_path / "placette"
    shutil.copytree(ROOT / "plugins" / "placette" / "engine", folder / "engine", ignore=ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "plugins" / "placette" / "__init__.py", folder)
    return folder


def ask(installed: Path, call: str) -> str:
    """Return what a call of the installed package prints in a process of its own."""
    code = "from pathlib import Path\nfrom placette.engine.findings.messages import messages"
    code += "\nfrom placette.engine.findings.problems import explained_codes, manual_chapter, paragraph"
    code += f"\nfrom placette.engine.findings.reports import where_explained\nprint({call})"
    environment = {**os.environ, "PYTHONPATH": str(installed.parent), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False, cwd=installed)
    return done.stdout.strip() or done.stderr.splitlines()[-1]


@pytest.mark.whole
def test_an_installed_package_has_its_manual_within_and_may_have_none(installed: Path) -> None:
    calls = """manual_chapter("fr"), explained_codes("fr")"""
    assert ask(installed, f"""[{calls}, where_explained("fr", str)]""") == "[None, (), '']"
    page = installed / "manual" / "fr" / "problemes" / "images.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Images\n\n### photo-alt\n\n```text\n## no heading\n```\n\n## Next\n\nElse.\n", "utf-8")
    assert ask(installed, calls) == "None ('photo-alt',)"
    assert ask(installed, """paragraph("photo-alt", "fr")""") == "```text\n## no heading\n```"


@pytest.mark.whole
def test_a_code_says_one_thing(installed: Path) -> None:
    assert ask(installed, "len(messages())").isdigit()
    (installed / "messages.yml").write_text("text-slow:\n  what: Something else.\n", encoding="utf-8")
    assert ask(installed, "messages()") == "ValueError: text-slow"
