"""What a resident meets on the way to publication: the guide, its pictures, boxes, labels; and who reads what."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from PIL import Image

from placette.engine.content.checks import MODEL
from tests.fixture_site import ROOT, run, write_file

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TEMPLATES = (
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".forgejo/PULL_REQUEST_TEMPLATE.md",
    ".gitlab/merge_request_templates/Default.md",
)
PICTURES = sorted((ROOT / ".github/pictures").glob("*.svg"))
OWNERS = (ROOT / ".github/CODEOWNERS.example").read_text(encoding="utf-8")


def test_each_forge_shows_the_same_boxes() -> None:
    first, *others = ((ROOT / path).read_text(encoding="utf-8") for path in TEMPLATES)
    assert all(other == first for other in others)
    boxes = "\n".join(re.findall(r"^- \[ \] (.*)$", first, re.MULTILINE))
    for subject in ("licence", "d'accord", "enfant", "description", "source", "où elle a été prise"):
        assert subject in boxes


def boxes_of(text: str, line: str) -> list[str]:
    """The sentences of the lines that begin with ``line``, each on one line."""
    joined = re.sub(r"\n +(?![ -])", " ", text)
    return [" ".join(one.split()) for one in re.findall(rf"^ *- {line}(.+)$", joined, re.MULTILINE)]


def test_the_guides_show_the_boxes_that_the_templates_have() -> None:
    french = GUIDE.partition("<!-- boxes of")[2].partition("<!-- end of the boxes -->")[0]
    english = (ROOT / "plugins/placette/commands/starting/site/en/CONTRIBUTING.md.jinja").read_text(encoding="utf-8")
    english = english.partition("6. **Propose**")[2].partition("7. **Read")[0]
    for path, shown in ((TEMPLATES[0], french), (ENGLISH[0], english)):
        assert boxes_of(shown, "") == boxes_of((ROOT / path).read_text(encoding="utf-8"), r"\[ \] ")
    picture = (ROOT / ".github/pictures/request.svg").read_text(encoding="utf-8")
    assert picture.count(">- [") == len(boxes_of(french, "")) == 7


ENGLISH = (".github/PULL_REQUEST_TEMPLATE/english.md", ".gitlab/merge_request_templates/English.md")
CODE = (".github/PULL_REQUEST_TEMPLATE/code.md", ".gitlab/merge_request_templates/Code.md")
FORMS = {"1-probleme": "Signaler", "2-idee": "Proposer", "3-problem": "Report", "4-idea": "Propose"}
"""GitHub's forms, which Forgejo reads too, and what GitLab calls the same questions."""


def form(name: str) -> list[dict[str, Any]]:
    """The parts of a form of GitHub's."""
    parts: list[dict[str, Any]] = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text("utf-8"))[
        "body"
    ]
    return parts


def test_proposals_in_english_and_of_code_have_boxes_of_their_own() -> None:
    for paths in (ENGLISH, CODE):
        first, other = ((ROOT / path).read_text(encoding="utf-8") for path in paths)
        assert first == other
    french, english = ((ROOT / path).read_text(encoding="utf-8") for path in (TEMPLATES[0], ENGLISH[0]))
    for mark in ("- [ ] ", "### ", "<!-- "):
        assert french.count(f"\n{mark}") == english.count(f"\n{mark}")


@pytest.mark.parametrize(("name", "template"), FORMS.items())
def test_github_and_gitlab_ask_the_same_of_who_reports_or_proposes(name: str, template: str) -> None:
    text = (ROOT / f".gitlab/issue_templates/{template}.md").read_text(encoding="utf-8")
    written = [part["attributes"] for part in form(name)]
    assert re.findall(r"^### (.*)$", text, re.MULTILINE) == [one["label"] for one in written if "label" in one]
    said = [one.get("description", one.get("value", "")).strip() for one in written]
    assert [sentence for sentence in said if sentence not in text] == []
    assert ("SECURITY.md" in text) == ("probl" in name)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_of_the_guide_is_light_inert_described_and_has_a_ground_of_its_own(path: Path) -> None:
    root = ElementTree.fromstring(path.read_bytes())
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "rect", "path", "circle", "text", "tspan"}
    assert path.stat().st_size < 4000
    ground = root.find("{*}rect")
    assert ground is not None
    assert root.get("viewBox") == f"0 0 {ground.get('width')} {ground.get('height')}", "legible by night too"
    described = re.findall(rf"!\[([^\]]+)\]\(\.github/pictures/{path.name}\)", GUIDE)
    assert len(described) == 1
    assert len(described[0]) > 40


@pytest.mark.whole
def test_the_models_of_the_guide_are_accepted_once_their_sentences_are_replaced(project: Path) -> None:
    blocks = [textwrap.dedent(block) for block in re.findall(r"^ *```\n(.*?)^ *```$", GUIDE, re.MULTILINE | re.DOTALL)]
    post = next(block for block in blocks if "titre: Le lavoir" in block)
    profile = next(block for block in blocks if "nom: Léa Montel" in block)
    (name,) = re.findall(r"`([a-z-]+/index\.md)`: des minuscules", GUIDE.replace("\u00a0:", ":"))
    place = project / "content/articles/2026" / name
    write_file(place, post)
    (project / "content/authors/lea-montel.md").write_text(profile, encoding="utf-8")
    Image.linear_gradient("L").resize((900, 600)).save(place.with_name("bassin.jpg"))
    check = ("invoke", "check", "--path", str(place.parent), "--path", "content/authors/lea-montel.md")
    refused = run(project, *check)
    assert refused.stdout.count("[text-scaffold, à corriger]") == refused.stdout.count("à corriger]") - 1 == len(MODEL)
    for sentence in MODEL:
        post = post.replace(sentence, "Du texte à nous.")
    place.write_text(post, encoding="utf-8")
    unsaid = run(project, *check)
    assert unsaid.stdout.count("à corriger]") == unsaid.stdout.count("[minors-unsaid, à corriger]") == 1, "not said yet"
    place.write_text(post.replace("mineurs:\n", "mineurs: aucun\n"), encoding="utf-8")
    checked = run(project, *check)
    assert (checked.returncode, "à corriger" in checked.stdout) == (0, False), checked.stdout
