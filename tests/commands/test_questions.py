"""Of two hundred exchanges no person's name or contact is in the site or in its history; nothing is lost."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from placette.engine.base.text import slugify
from placette.engine.content.build import Build
from placette.engine.findings.problems import blocks, explain
from placette.engine.texts.front_matter import quoted
from tests.commands.fixture_exchanges import (
    EXCHANGES,
    FIELDS,
    PEOPLE,
    Invented,
    exchanges,
    leaks,
    leaks_in,
    words,
)
from tests.fixture_site import Site, build, copy_project, copy_site, run, write_setting

pytestmark = pytest.mark.whole

SERVICE = "---\nname: Service de l'eau\nkind: service\noffice: mairie\n---\n"
CHARTER = "---\ntitle: Charte\nsummary: Les motifs.\n---\n\n## Publicité {#publicite}\n\nVendre.\n"
OPEN = {"REPLIES_OPEN": True, "REPLIES_MOST": 1000, "REPLIES_WEEKS": 600, "PICTURES_ON_PAGES": False}
POST = "bonjour"
TYPED = 40
"""Exchanges that are typed: each is four commands."""
IN_TASKS = tuple(place for place in FIELDS if place not in {"answer correction", "decide appeal", "reply text"})
"""Where a task lets something be put."""
DRIVER = """
import json
from invoke.context import Context
from invoke.exceptions import Exit
from placette.commands.exchanges import answer, ask, decide
tasks, ended = {"ask": ask, "answer": answer, "decide": decide}, []
for steps in json.load(open("steps.json")):
    codes = []
    for name, options in steps:
        try:
            tasks[name].body(Context(), **options)
            codes.append(0)
        except Exit as end:
            codes.append(end.code)
            if name != "decide":
                break
    ended.append(codes)
json.dump(ended, open("ended.json", "w"))
"""


def people(content: Path) -> None:
    """Write the service, the people who mustn't be named, and the charter."""
    (content / "pages").mkdir(exist_ok=True)
    (content / "pages/charte.md").write_text(CHARTER, encoding="utf-8")
    (content / "authors/eau.md").write_text(SERVICE, encoding="utf-8")
    for key, name in PEOPLE.items():
        (content / f"authors/{key}.md").write_text(f"---\nname: {name}\nkind: habitant\n---\n", encoding="utf-8")


def texts(made: Invented) -> Iterator[tuple[str, str, str]]:
    """The files of an exchange, as hands write them: the path, what fields they hold, the text."""
    folder, corrected = f"questions/le-chemin-{made.number}", words(made, "answer correction")
    title = quoted(words(made, "ask title"))
    asked = f"---\ntitle: {title}\nasked: 2026-05-04\nto: eau\nconsent: mail\n---\n{words(made, 'ask text')}\n"
    sources = f"sources:\n  {quoted(words(made, 'answer source'))}: https://eau.example/plan\n"
    corrections = f"corrections:\n  2026-05-07: {quoted(corrected)}\n" if corrected else ""
    answered = f"---\nauthors: [eau]\ndate: 2026-05-06\n{sources}{corrections}---\n{words(made, 'answer text')}\n"
    further = f"---\nasked: 2026-05-08\nconsent: mail\n---\n{words(made, 'further text')}\n"
    appeal = words(made, "decide appeal")
    more = f"appeal: {quoted(appeal)}\n" if appeal else ""
    decided = f"by: {quoted(words(made, 'decide by'))}\nreasons: {quoted(words(made, 'decide reasons'))}\n{more}"
    yield f"{folder}/index.md", "ask", asked
    yield f"{folder}/answer.md", "answer", answered
    yield f"{folder}/follow-up-1.md", "further", further
    decision = f"---\ndecision: refused\ndate: 2026-05-12\narticle: publicite\n{decided}---\n"
    yield f"decisions/2026/05-12-refus-{made.number}.md", "decide", decision
    reply = f"---\nname: Une passante {made.number}\nread_by: camille\n---\n{words(made, 'reply text')}\n"
    yield f"replies/{POST}/2026-06-{made.number % 28 + 1:02}-mot-{made.number}.md", "reply", reply


@pytest.fixture(scope="module")
def made() -> list[Invented]:
    return exchanges(20, tuple(FIELDS))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, made: list[Invented]) -> Path:
    content = copy_site("minimal", tmp_path_factory.mktemp("exchanges"))
    people(content)
    (content / "authors/camille.md").write_text("---\nname: Camille\nkind: équipe\n---\n", encoding="utf-8")
    for one in made:
        for path, _, text in texts(one):
            (content / path).parent.mkdir(parents=True, exist_ok=True)
            (content / path).write_text(text, encoding="utf-8")
    return content


@pytest.fixture(scope="module")
def site(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build(content, tmp_path_factory.mktemp("built"), READING_SKIP_INVALID=True, **OPEN)


def blocking(built: Build) -> dict[str, list[str]]:
    """By file, the codes that keep it back; each with a line and with advice."""
    found: dict[str, list[str]] = {}
    for one in built.problems:
        if blocks((one,)):
            assert one.line >= 1, one
            assert explain(one, str)[1], one
            found.setdefault(one.path, []).append(one.code)
    return found


def test_each_secret_is_named_with_its_place_and_nothing_else_is_kept_back(site: Site, made: list[Invented]) -> None:
    expected = {path for one in made for path, part, _ in texts(one) if one.planted.startswith(part)}
    assert 100 < len(expected) < EXCHANGES
    assert blocking(site.build).keys() == expected


def test_nothing_is_read_in_the_site_and_the_others_are_all_there(
    site: Site, content: Path, made: list[Invented]
) -> None:
    assert leaks(site.output, made) == []
    pages = [f"questions/le-chemin-{one.number}/index.html" for one in made if not one.planted.startswith("ask")]
    assert set(pages) <= set(site.files())
    for one in made:
        assert all((content / path).read_text(encoding="utf-8") == text for path, _, text in texts(one)), (
            "nothing is lost"
        )


@pytest.mark.parametrize("path", ["questions/{}/index.md", "decisions/2026/05-12-{}.md"])
def test_an_address_names_nobody_either(content: Path, tmp_path: Path, path: str) -> None:
    lying = content / path.format(slugify(f"le chemin de {PEOPLE['somebody-3']}"))
    lying.parent.mkdir(parents=True, exist_ok=True)
    plain = Invented(EXCHANGES)
    lying.write_text(next(text for one, _, text in texts(plain) if one.split("/")[0] == path.split("/")[0]), "utf-8")
    try:
        built = build(content, tmp_path, READING_SKIP_INVALID=True, **OPEN).build
        assert lying.relative_to(content).as_posix() in blocking(built)
    finally:
        lying.unlink()


def steps(made: Invented) -> list[tuple[str, dict[str, object]]]:
    """Return the input of an exchange."""
    source = f"{words(made, 'answer source')} = https://eau.example/plan"
    title, day = words(made, "ask title"), {"day": "2026-05-04", "consent": "mail"}
    slug = slugify(title)
    decided = {"what": "refusé", "article": "publicite", "received": "2026-05-04", "passage": "420 euros"}
    signed = {"source": [source], "author": "eau", "day": "2026-05-06", "text": f"answer-{made.number}.txt"}
    return [
        ("decide", {**decided, "reasons": words(made, "decide reasons"), "by": words(made, "decide by")}),
        ("ask", {**day, "title": title, "to": "eau", "text": f"ask-{made.number}.txt"}),
        ("answer", {**signed, "question": slug}),
        ("ask", {**day, "day": "2026-05-08", "further": slug, "text": f"further-{made.number}.txt"}),
    ]


def test_what_is_asked_answered_and_decided_leaves_nothing_in_the_history(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    content, every = project / "content", exchanges(7, IN_TASKS, TYPED)
    people(content)
    write_setting(project, 'BUILDING_EXECUTOR = "serial"')
    for one in every:
        for part in ("ask", "answer", "further"):
            (project / f"{part}-{one.number}.txt").write_text(words(one, f"{part} text"), encoding="utf-8")
    (project / "steps.json").write_text(json.dumps([steps(one) for one in every]), encoding="utf-8")
    done = run(project, "-c", DRIVER)
    assert done.returncode == 0, done.stderr[-2000:]
    for one, codes in zip(every, json.loads((project / "ended.json").read_text()), strict=True):
        refused = ("decide", "ask", "answer", "further").index(one.planted.split()[0]) if one.secret else -1
        assert [code != 0 for code in codes] == [at == refused for at in range(len(codes))], (one, codes)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Textes"]):
        identity = ["-c", "user.name=Camille", "-c", "user.email=camille@exemple.example"]
        subprocess.run(["git", *identity, *command], cwd=content, check=True)
    shown = subprocess.check_output(["git", "log", "-p", "--all", "--", "questions", "decisions"], cwd=content)
    assert leaks_in(shown.decode(), every) == []
    kept = {path.read_text(encoding="utf-8") for path in (project / ".placette/questions").rglob("*.md")}
    assert len(kept) > TYPED / 4, "what was refused waits where nobody else reads it"
