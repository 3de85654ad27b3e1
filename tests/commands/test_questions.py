"""Of two hundred exchanges no person's name or contact is in the site or in its history; nothing is lost."""

from __future__ import annotations

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
    words,
)
from tests.fixture_site import Site, build, copy_site, write_file

pytestmark = pytest.mark.whole

SERVICE = "---\nname: Service de l'eau\nkind: service\noffice: mairie\n---\n"
CHARTER = "---\ntitle: Charte\nsummary: Les motifs.\n---\n\n## Publicité {#publicite}\n\nVendre.\n"
OPEN = {"REPLIES_OPEN": True, "REPLIES_WEEKS": 600, "PICTURES_ON_PAGES": False}
POST = "bonjour"


def people(content: Path) -> None:
    """Write the service, the people who mustn't be named, and the charter."""
    write_file(content / "pages/charte.md", CHARTER)
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
            write_file(content / path, text)
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
