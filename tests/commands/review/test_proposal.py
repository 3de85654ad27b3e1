"""Each case of ``proposal.yml``: what a proposal may do, and the words that say why not."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from placette.commands.review.git_index import FileChange, base_texts, list_changes, proposed_texts
from placette.commands.review.proposal import Verdict, judge_changes, judge_keys, registry_of
from placette.commands.review.proposal_answer import readers_of, write_comment
from placette.commands.review.public_changes import public_changes
from placette.engine.base.git import GitError
from placette.engine.base.translation import SettingError, load_catalogue
from placette.engine.content.build import Build
from placette.engine.content.kinds import AnyKind, Draft, draft_text, find_kind
from placette.engine.content.memory import open_memory
from placette.engine.content.reading import read_folder
from placette.engine.content.site_options import options_from
from placette.engine.findings.messages import messages
from placette.engine.findings.problems import Problem, blocks, problem
from placette.engine.findings.reports import render_plain, render_report
from placette.engine.texts.characters import TEXT_LIMIT
from placette.engine.texts.front_matter import Whose, accepted_spellings, example_of, facts_of
from placette.features.agenda.event import EVENT
from placette.features.authors.claims import KnownNames
from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST
from placette.features.questions.kinds import ANSWER
from placette.features.replies.reply import REPLY
from placette.features.walks.walk import WALK
from placette.plugin import load_site
from placette_mentions import MENTION
from tests.engine.content.reading_site import place, post
from tests.fixture_kinds import EXTENSIONS, KINDS, POSTS
from tests.fixture_site import ROOT, commit, copy_site, git, make_repository, write_file, write_files

pytestmark = pytest.mark.whole

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("proposal.yml").read_text(encoding="utf-8"))
LINKS = """
[Le plan](plan.v2.csv), [le son](son.mp3), [la carte][c] et <a href="./page.pdf">la page</a> ; pas `[x](code.csv)`.

[La feuille](<feuille.ods>) et [le programme](pro%67ramme.ics#haut), [ailleurs](../pages/regles.pdf).

![La vue.](vue.large.jpg)

[c]: carte.pdf
"""


def text(path: str, authors: str) -> Draft:
    if authors == "withdrawn":
        date = "date: 2026-05-01\n" if path.startswith("articles/") else ""
        kind = POST if date else PROFILE
        return draft_text(path, kind, f"---\nstatus: withdrawn\n{date}---\n".encode())
    if path.startswith("authors/"):
        lines = "".join(f"{line.strip()}\n" for line in authors.split(";"))
        return draft_text(path, PROFILE, f"---\n{lines}---\n".encode())
    if path.startswith("walks/"):
        steps = "steps:\n  - Ici (45.1, 3.1)\n  - Là (45.2, 3.2)\n"
        track = path.removeprefix("walks/").replace(".md", ".gpx")
        source = f"---\ntitle: a\nsummary: b\ndate: 2026-05-01\nauthors: {authors}\ntrack: {track}\n{steps}---\n{LINKS}"
        return draft_text(path, WALK, source.encode())
    if path.startswith("events/"):
        lines = authors.replace("; ", "\n")
        source = f"---\ntitle: a\nstart: 2026-12-05\norganiser: {lines}\n---\n"
        return draft_text(path, EVENT, source.encode())
    if other := find_kind(path, (REPLY, ANSWER, MENTION)):
        lines = "".join(f"{line.strip()}\n" for line in authors.split(";"))
        body = "date: 2026-11-01\n---\nUn mot.\n" if other is ANSWER else "---\nUn mot.\n"
        return draft_text(path, other, f"---\n{lines}{body}".encode())
    authors, _, roles = authors.partition("; ")
    roles = roles.replace("; ", "\n")
    title = "" if roles.startswith("title:") else "title: a\n"
    date = "" if "date:" in roles else "date: 2026-05-01\n"
    source = f"---\n{title}{date}authors: {authors}\n{roles}\ncategory: Patrimoine\n---\nUn mot.\n"
    return draft_text(path, POSTS, source.encode())


def profile(key: str, rest: str) -> Draft:
    kind = "" if "kind:" in rest else "kind: habitant\n"
    return draft_text(f"authors/{key}.md", PROFILE, f"---\n{kind}{rest}---\n".encode())


def replace_body(draft: Draft, body: str) -> Draft:
    return replace(draft, source=replace(draft.source, body=body))


BASE = registry_of(
    [
        profile("ana", "name: Ana Roux\naccount: ana63\ndescription: Écrire à ana@exemple.example.\n"),
        profile(
            "lea",
            "name: Léa Montel\ncompte: lea-m\n"
            "portrait: portrait-de-lea.jpg\nportrait_alt: Léa.\nportrait_credit: Marc.\n",
        ),
        profile("marc", "name: Marc\n"),
        profile("equipe", "name: L’équipe\nkind: équipe\naccount: equipe63\n"),
        profile("eau", "name: Service Eau\nkind: service\noffice: La ville\n"),
        profile("rose", "name: Rose Aubert\nkind: élue\noffice: maire\nside: majorité\naccount: rose63\n"),
        profile("voirie", "name: La voirie\nkind: service\noffice: La ville\naccount: voirie63\n"),
        *(text(f"articles/2026/{name}/index.md", "[ana]") for name in ("a", "a1", "a2", "a3")),
        text("articles/2026/f/index.md", "[ana]; featured: 2026-12-31"),
        text("articles/2026/l/index.md", "[Léa Montel]"),
        text("articles/2026/al/index.md", "[ana, lea]"),
        text("articles/2026/m/index.md", "[marc]"),
        text("articles/2026/t/index.md", "[ana]; translation_of: l"),
        text("articles/2026/vo/index.md", "[voirie]; proofreaders: [lea]"),
        text("events/a.md", "ana"),
        text("events/l.md", "Léa Montel"),
        text("events/pa.md", "ana; programme: [{start: 19:00, title: Contes, who: [Lou, lea]}]"),
        text("events/c.md", "Le comité"),
        text("articles/2026/g/index.md", "withdrawn"),
        text("authors/partie.md", "withdrawn"),
        text("walks/l.md", "[lea]"),
        replace_body(text("events/m.md", "marc"), "[Le plan](plan.pdf)"),
        replace_body(text("events/l2.md", "lea"), "[Le plan](plan.pdf)"),
    ],
    KINDS,
    listed=["@lea-m", "marc"],
    known_names=KnownNames(offices=("rades",)),
    published=frozenset({"0473000001"}),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_proposal_is_judged_as_the_case_says(case: dict[str, Any]) -> None:
    lines = [line.split(": ", 1) for line in case["changes"]]
    changes = [FileChange(what.split(" ", 2)[2], *what.split(" ", 2)[:2]) for what, *_ in lines]
    own = {what.split(" ", 2)[2].removeprefix("content/"): authors[0] for what, *authors in lines if authors}
    drafts = {path: text(path, authors) for path, authors in own.items()}
    base = registry_of([profile("lea", "name: Léa\n")], KINDS) if case.get("base") == "without accounts" else BASE
    verdict = judge_changes(changes, base, drafts, case.get("submitter", "ana63"), "content/")
    assert [place(found) for found in sorted(verdict.problems)] == case.get("expect", [])
    questions = public_changes(verdict.changed, base, drafts)
    if "public" in case:
        assert [f"{place(found)} {dict(found.values)['values']}" for found in questions] == case["public"]
    for lang in {"fr", "en"} & case.keys():
        assert render_plain(verdict.problems or questions, load_catalogue(lang).gettext) == case[lang].rstrip("\n")


CONTACTS = ("06 39 98 12 34", "+33 (0)6.39.98.12.34", "lea (at) exemple.example", "12 bis rue des Lilas",
            "FR76 3000 6000 0112 3456 7890 189", "lea%40exemple.example")  # fmt: skip
MEANT = {"booking", "links", "uid", "imported", "url", "at", "fetched"}
SHAPES = ("{}", "[Ana, '{}']", "[{{title: x, summary: '{}'}}]", "{{title: '{}'}}", "[[Ana, {{x: ['{}']}}]]")


@given(st.sampled_from(KINDS), st.sampled_from(CONTACTS), st.sampled_from(SHAPES), st.data())
def test_a_way_to_reach_somebody_is_seen_in_whatever_value_of_whatever_kind(
    kind: AnyKind, contact: str, shape: str, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(sorted({*kind.schema.model_fields} - MEANT)))
    is_place = contact.startswith("12") and key in {"place", "steps", "venue"} and "{{" not in shape
    for source in (f"---\n{key}: {shape.format(contact)}\n---\n", f"---\n{key}: x\n---\n> Voir « {contact} ».\n"):
        values = [value for value, _ in draft_text("x.md", kind, source.encode()).contacts()]
        assert values == [] if is_place and "Voir" not in source else len(values) == 1, source


def test_a_kind_that_says_nothing_is_the_editors() -> None:
    silent = replace(MENTION, place=r"notes/[^/]+\.md")
    base = registry_of([profile("ana", "name: Ana Roux\naccount: ana63\n")], (*KINDS, silent))
    found = judge_changes([FileChange("content/notes/x.md", "A", "100644")], base, {}, "ana63", "content/").problems
    assert [place(one) for one in found] == ["notes/x.md 0:0 proposal-editors"]


OPEN_KINDS = [kind for kind in KINDS if kind.rights.add is not Whose.EDITORS]
LINES = [(kind, name) for kind in OPEN_KINDS for name in kind.schema.model_fields]
"""Every line of every text that somebody else than the team may propose."""


@pytest.mark.parametrize(("kind", "name"), LINES, ids=[f"{kind.name}-{name}" for kind, name in LINES])
def test_a_line_that_a_stranger_sets_changes_or_drops_is_stopped_unless_its_declaration_says_otherwise(
    kind: AnyKind, name: str
) -> None:
    """Each line with its own example, in any of its spellings, and without it."""
    schema = kind.schema
    required = {key: example_of(schema, key) for key, field in schema.model_fields.items() if field.is_required()}
    spelt = Random(f"{kind.name} {name}").choice(accepted_spellings(schema, name))
    lines = {key: value for key, value in required.items() if key != name}
    extra: tuple[dict[str, str], ...] = ({spelt: example_of(schema, name)}, {})
    blocks = ("".join(f"{key}:\n  {value}\n" for key, value in {**lines, **more}.items()) for more in extra)
    drafts = [draft_text("", kind, f"---\n{block}---\nUn mot.\n".encode()) for block in blocks]
    usable = [replace(draft, matter=draft.checkable) for draft in drafts]
    assert all(draft.matter for draft in usable)
    stopped = [
        {dict(one.values)["key"] for one in judge_keys(after, before, BASE, frozenset()) if one.code == "proposal-key"}
        for after, before in ((usable[0], usable[1]), (usable[1], usable[0]))
    ]
    is_teams = facts_of(schema, name).whose is Whose.EDITORS and not facts_of(schema, name).free
    assert (spelt in stopped[0], name in stopped[1]) == (is_teams, is_teams and name not in required)


PUBLIC = yaml.safe_load(Path(__file__).with_name("public.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("path", "lines"), PUBLIC["places"])
@pytest.mark.parametrize("name", PUBLIC["residents"])
def test_a_name_that_was_nowhere_is_asked_about_wherever_it_appears_and_in_every_report(
    name: str, path: str, lines: str
) -> None:
    draft = text(path, lines.format(name=name))
    questions = public_changes([path], BASE, {path: draft})
    assert name in " ".join(dict(one.values)["values"] for one in questions if one.code == "public-name")
    assert not blocks(questions)
    written = write_comment(Verdict((), changed=(path,), public=questions), (), FRENCH)
    assert (name in written.split("### ")[1], "Tout ce qui peut être vérifié" in written) == (True, False)
    wrong = problem("text-empty", "articles/2026/a/index.md", 1)
    for form, mark in (("plain", "public-"), ("json", '"severity": "question"'), ("github", "::notice")):
        report = render_report((wrong, *questions), form, FRENCH, "content/")
        assert report.index(mark) < report.index("text-empty")


def test_a_file_that_several_texts_name_belongs_to_all_who_sign_one() -> None:
    assert set(BASE.owners_of("events/plan.pdf")) == {"lea", "marc"}


def test_links_are_looked_for_where_files_were_changed() -> None:
    texts = [profile("lea", "name: Léa\n"), text("walks/l.md", "[lea]")]
    assert registry_of(texts, KINDS, {"walks"}).owners_of("walks/son.mp3") == ("lea",)
    assert registry_of(texts, KINDS, {"events"}).owners_of("walks/son.mp3") == ()


def test_every_code_of_proposals_has_a_case_that_pins_its_words() -> None:
    codes = {line.rsplit(" ", 1)[1] for case in CASES if "fr" in case and "en" in case for line in case["expect"]}
    past = ("proposal-history", "proposal-message")  # in test_review_check_pr.py
    assert codes == {code for code in messages() if code.startswith("proposal-") and not code.startswith(past)}


def test_new_people_and_what_is_left_behind_are_known() -> None:
    changes = [
        FileChange("content/authors/zoe.md", "A", "100644"),
        FileChange("content/authors/ana.md", "M", "100644"),
        FileChange("content/articles/2026/a/index.md", "D", "000000"),
    ]
    verdict = judge_changes(changes, BASE, {}, "ana63", "content/")
    assert verdict.new_authors == ("authors/zoe.md",)
    assert verdict.changed == ("authors/zoe.md", "authors/ana.md")


BASE_POST = "content/articles/2026/le-lavoir/index.md"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository on a branch that has left ``main``, which has gone on since."""
    make_repository(write_files(tmp_path, {BASE_POST: post(), "tasks.py": "x\n"}))
    git(tmp_path, "branch", "proposal")
    write_file(tmp_path / "later.md", b"x\n")
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "proposal")
    return tmp_path


def listed(repository: Path) -> list[str]:
    return sorted(f"{change.status} {change.mode} {change.path}" for change in list_changes(repository, "main"))


def test_only_what_the_proposal_does_is_told_not_what_the_base_did_since(repository: Path) -> None:
    assert listed(repository) == []
    write_file(repository / BASE_POST, post("Autre.\n"))
    commit(repository)
    assert listed(repository) == [f"M 100644 {BASE_POST}"]


def test_a_renamed_file_is_one_removed_and_one_added(repository: Path) -> None:
    git(repository, "config", "diff.renames", "copies")
    git(repository, "mv", "tasks.py", "content/tasks.md")
    commit(repository)
    assert listed(repository) == ["A 100644 content/tasks.md", "D 000000 tasks.py"]


def test_links_programs_and_other_repositories_are_told_by_their_modes(repository: Path) -> None:
    (repository / "content/lien.md").symlink_to("/etc/passwd")
    (repository / "tasks.py").chmod(0o755)
    git(repository, "add", "-A")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},content/sous-depot.md")
    git(repository, "commit", "-qm", "x")
    assert listed(repository) == ["A 120000 content/lien.md", "A 160000 content/sous-depot.md", "M 100755 tasks.py"]
    assert proposed_texts(repository, list_changes(repository, "main")) == {}


@pytest.mark.parametrize("ignore", ["all", "dirty", "untracked"])
def test_a_proposal_cannot_hide_another_repository(repository: Path, ignore: str) -> None:
    section = f'[submodule "a"]\n\tpath = content/a.md\n\turl = ./a\n\tignore = {ignore}\n'
    write_file(repository / ".gitmodules", section)
    git(repository, "add", ".gitmodules")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},content/a.md")
    git(repository, "commit", "-qm", "x")
    assert "A 160000 content/a.md" in listed(repository)


@pytest.mark.parametrize(
    "attributes", ["* -diff", "* diff=evil", "* filter=evil", "* export-ignore", "* text eol=crlf", "*.md binary"]
)
def test_a_proposal_cannot_hide_a_change_by_attributes_or_run_anything(repository: Path, attributes: str) -> None:
    for name in ("diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "core.fsmonitor"):
        git(repository, "config", name, f"touch {repository}/ran; false")
    write_file(repository / ".gitattributes", attributes)
    write_file(repository / BASE_POST, b"x\n")
    git(repository, "-c", "core.fsmonitor=false", "add", "-A")
    git(repository, "-c", "core.fsmonitor=false", "commit", "-qm", "x")
    (repository / "ran").unlink(missing_ok=True)
    assert listed(repository) == ["A 100644 .gitattributes", f"M 100644 {BASE_POST}"]
    assert proposed_texts(repository, list_changes(repository, "main")) == {BASE_POST: b"x\n"}
    assert not (repository / "ran").exists()


NAMES = [
    b"a\nb.md",
    b":(top)a.md",
    b"\xff.md",
    b"-a.md",
    b"\x1b[31m.md",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_told_as_it_is(repository: Path, name: bytes) -> None:
    path = os.fsdecode(b"content/" + name)
    blob = git(repository, "hash-object", "-w", str(write_file(repository / "x", "x\n")))
    entry = b"100644 " + blob.encode() + b"\t" + os.fsencode(path) + b"\0"
    subprocess.run(["git", "update-index", "-z", "--index-info"], cwd=repository, input=entry, check=True)
    git(repository, "commit", "-qm", "x")
    changes = list_changes(repository, "main")
    assert [change.path for change in changes] == [path]
    assert proposed_texts(repository, changes) == {path: b"x\n"}


def test_a_text_too_large_to_be_one_is_not_read(repository: Path) -> None:
    write_file(repository / BASE_POST, b"x" * (TEXT_LIMIT + 1))
    write_file(repository / "content/vide.md", b"")
    write_file(repository / "content/deux.md", b"\nsha 12\n\0\n")
    commit(repository)
    texts = proposed_texts(repository, list_changes(repository, "main"))
    assert texts == {BASE_POST: b"", "content/vide.md": b"", "content/deux.md": b"\nsha 12\n\0\n"}


def test_the_texts_of_the_base_are_those_the_proposal_left(repository: Path) -> None:
    write_file(repository / BASE_POST, b"x")
    commit(repository)
    git(repository, "switch", "-q", "main")
    write_file(repository / "content/articles/2026/plus-tard/index.md", b"x")
    commit(repository)
    git(repository, "switch", "-q", "proposal")
    assert base_texts(repository, "main", "content/") == {BASE_POST: post().encode()}
    assert base_texts(repository, "main", "nothing/") == {}


@pytest.mark.parametrize("base", ["nowhere", "", "--output=ran", "-O/etc/passwd", "main:tasks.py", "a\nb"])
def test_a_base_that_is_none_is_an_error_of_git_s(repository: Path, base: str) -> None:
    with pytest.raises(GitError):
        base_texts(repository, base, "content/")
    if base:
        with pytest.raises(GitError):
            list_changes(repository, base)
    assert not (repository / "ran").exists()


READERS = {"Clermont-Ferrand": "@jeanne", "63263": "@paul", "nature": "@jeanne", "Fête": "@nadia"}
READERS_POST = "---\ntitre: {0}\ndate: 2026-05-02\nauteurs: [lea]\nrubrique: {1}\ncommune: {2}\n---\nÀ lire.\n"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("readers")
    content = copy_site("minimal", folder)
    for name, category, commune in (("a", "Nature", '"63113"'), ("b", "Cuisine", '"63263"'), ("c", "Cuisine", '"*"')):
        (content / "articles/2026" / name).mkdir()
        (content / "articles/2026" / name / "index.md").write_text(
            READERS_POST.format(name, category, commune), "utf-8"
        )
    options = options_from(load_site(ROOT / "pelicanconf.py"), KINDS, extensions=EXTENSIONS)
    return read_folder(content, options, open_memory(folder / "memory.sqlite"))


def path(name: str) -> str:
    return f"articles/2026/{name}/index.md"


def test_readers_are_named_once_with_why(build: Build) -> None:
    assert readers_of(build, [path("a")], READERS) == ("@jeanne (Clermont-Ferrand, nature)",)
    assert readers_of(build, [path("b")], READERS) == ("@paul (63263)",)
    assert readers_of(build, [path("c")], READERS) == ()
    assert readers_of(build, [], READERS) == ()
    assert readers_of(replace(build, texts={}), [path("a")], READERS) == ()


@pytest.mark.parametrize(("written", "proposed"), [("Natur", "Nature"), ("Clermont-Ferand", "Clermont-Ferrand")])
def test_a_name_that_is_neither_is_refused_with_the_nearest_one(written: str, proposed: str) -> None:
    settings = {**load_site(ROOT / "pelicanconf.py"), "READING_READERS": {written: "@jeanne"}}
    with pytest.raises(SettingError, match=rf"READING_READERS = {written}\?  →  READING_READERS = {proposed}$"):
        options_from(settings, KINDS, extensions=EXTENSIONS)


FRENCH = load_catalogue("fr").gettext
COMMENT_POST = "articles/2026/le-lavoir/index.md"
FORGE_SEES = re.compile(r"(?<!\w)[@#!%~$&]\w|https?://|www\.|GH-\d", re.IGNORECASE)
"""A person, a discussion, a label, an address, as GitHub and GitLab find them in the words of a comment."""
HOSTILE = (
    "@equipe",
    "&#64;equipe &commat;equipe",
    "#12 GH-12 !12 %12 ~urgent $12",
    "https://mal.example www.mal.example ftp://mal.example",
    "[clic](https://mal.example) ![x](https://mal.example/x.png) <https://mal.example>",
    "<img src=x onerror=alert(1)><script>alert(1)</script><!-- x",
    "`code` ``` **gras** _italique_ ~~barré~~ | a | b |",
    "a\n\n# Titre\n- [ ] tâche\n\n    code\n***\n| a |\n|---|",
    "\\[clic](javascript:alert(1)) \\\\`x`",
    "$\\unicode{x}$ :tada: [^1] [x]: https://mal.example",
)


def comment(*problems: Problem, verdict: Verdict | None = None) -> str:
    return write_comment(verdict or Verdict((), changed=(COMMENT_POST,)), problems, FRENCH)


def shown(text: str) -> LexborHTMLParser:
    """The comment as Markdown makes it HTML."""
    return LexborHTMLParser(MarkdownIt("gfm-like", {"linkify": False}).render(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_stranger_wrote_is_shown_and_not_obeyed(text: str) -> None:
    quoted = problem("choice-unknown", COMMENT_POST, 4, 1, f"category: {text}", value=text, key=text, choices=text)
    named = problem("file-name", f"articles/2026/{text}", name=text, better="x")
    written = comment(quoted, named, verdict=Verdict((), changed=(f"articles/2026/{text}/b.md", COMMENT_POST)))
    page = shown(written)
    assert page.css("a, img, script, table, em, del, pre, h1, h2, hr, input") == []
    assert len(page.css("h3")) == 2
    for code in page.css("code"):
        code.decompose()
    body = page.body
    assert body is not None
    assert not FORGE_SEES.search(body.text()), body.text()


@pytest.mark.parametrize(("new", "first"), [(("authors/zoe.md",), "Bienvenue"), ((), "Merci")])
def test_somebody_new_is_welcomed(new: tuple[str, ...], first: str) -> None:
    written = comment(verdict=Verdict((), new_authors=new, changed=(COMMENT_POST,)))
    assert written.startswith(first)
    assert ("licence" in written) == bool(new)


def test_good_news_come_first_then_what_blocks_then_advice_each_once() -> None:
    blocking = problem("text-empty", "pages/a.md", 3)
    verdict = Verdict((blocking,), changed=("pages/a.md", COMMENT_POST))
    written = comment(problem("heading-jump", COMMENT_POST, 9, 1), blocking, verdict=verdict)
    parts = [line for line in written.split("\n") if line.startswith("### ")]
    headings = ["### Rien à corriger", "### À corriger avant la publication", "### Quelques conseils, si vous voulez"]
    assert parts == headings
    assert written.count("`pages/a.md`") == 1
    assert f"- ✓ `{COMMENT_POST}`" in written


def test_a_long_answer_is_cut_and_what_is_left_is_counted() -> None:
    long = "é" * 5000
    problems = [
        problem("choice-unknown", f"articles/2026/{number}/index.md", line, 1, long, value=long, key="x", choices=long)
        for number in range(200)
        for line in range(1, 40)
    ]
    advice = [problem("link-bare", f"pages/{number}.md", 1, 1, long, value=long) for number in range(200)]
    changed = tuple(f"authors/{number}.md" for number in range(500))
    written = comment(*problems, *advice, verdict=Verdict((), changed=changed))
    assert len(written) <= 65_536
    assert len(shown(written).css("h3")) == 3
    assert "- … et 27 de plus." in written
    assert "- … et 480 de plus." in written


def test_each_problem_names_its_code_and_the_page_that_explains_it() -> None:
    found = problem("text-empty", COMMENT_POST, 3)
    written = write_comment(Verdict((), changed=(COMMENT_POST,)), [found], FRENCH, (), "docs/fr/problemes.md")
    assert "(`text-empty`)" in written
    assert "Ce que veut dire un code, et pourquoi\u00a0: `docs/fr/problemes.md`." in written
    assert "docs/" not in comment(found)
    assert "docs/" not in write_comment(Verdict((), changed=(COMMENT_POST,)), [], FRENCH, (), "docs/fr/problemes.md")
