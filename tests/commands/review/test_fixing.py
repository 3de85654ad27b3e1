"""``invoke check --fix`` mends the form of texts and files, never their words, and nothing that was right."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from placette.commands.review import fixing as mending
from placette.commands.review.fixing import Fixed, fix_text, mend_folder
from placette.engine.library.kinds import draft_text
from placette.features.posts.kind import POST
from placette.features.posts.schema import ArticleMatter
from tests.engine.library.reading_site import LEA, MATTER
from tests.fixture_kinds import KINDS
from tests.fixture_site import copy_project, run

TAGS = {"foret": "forêt", "eau": "eau"}
TABLE = Path(__file__).parent / "fixing" / "lines.yml"
LINES: list[dict[str, str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
BLOCKS: list[dict[str, Any]] = yaml.safe_load(TABLE.with_name("blocks.yml").read_text(encoding="utf-8"))
FOLDER = "articles/2026/le-lavoir"
KEYS = st.sampled_from("title Titre titel date modifié tags Mots-clés commune image_alt draft zzz - #".split())
_VALUES = (
    "a;Réunion : le budget;1er mai 2026;2/5/26;[Eau, EAU, forêt];[a;\"a;'b';a # b;*;&x y;|;- a;{a: b};"
    "https://a.example;2026-05-01;;@a;a:;  b;\u00a0;!x"
)
VALUES = st.sampled_from(_VALUES.split(";"))
MATTERS = st.lists(st.tuples(KEYS, st.sampled_from([": ", " : ", ":", "\u00a0: ", "\n  "]), VALUES), max_size=6).map(
    lambda lines: "".join(f"{key}{colon}{value}\n" for key, colon, value in lines)
)
WORDS = st.text(st.sampled_from("aé:#-*[]()`|>< \t\n\r\u00a0"), max_size=60)


def fixed(data: bytes) -> Fixed:
    found = fix_text(data, ArticleMatter, TAGS)
    assert found is not None
    return found


def block(line: str) -> str:
    """A post with one more line, or one line in place of that of the same key."""
    key = line.split(":")[0]
    kept = [known for known in MATTER.splitlines() if not known.startswith(f"{key}:") and not key.startswith("sum")]
    others = [known for known in kept if not (key in {"sumary", "Résumé"} and known.startswith("summary"))]
    return "\n".join(("---", *others, line, "---", "Texte : « oui »."))


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["line"])
def test_a_line_is_mended_once_and_for_all(case: dict[str, str]) -> None:
    once = fixed(f"{block(case['line'])}\n".encode())
    assert case.get("fixed", case["line"]) in once.text.split("\n")
    assert ("front-matter" in once.done) == ("fixed" in case)
    assert fixed(once.text.encode()) == Fixed(once.text, ())


@pytest.mark.parametrize("case", BLOCKS, ids=lambda case: case["name"])
def test_a_block_is_mended_where_it_is_safe(case: dict[str, Any]) -> None:
    once = fixed(case["text"].encode())
    assert once == Fixed(case.get("fixed", case["text"]), tuple(case.get("done", ())))
    assert fixed(once.text.encode()) == Fixed(once.text, ())


@given(MATTERS, WORDS)
@settings(max_examples=500)
def test_mending_changes_no_word_of_the_body_and_nothing_that_was_right(matter: str, body: str) -> None:
    text = f"---\n{matter}---\n{body}"
    before = draft_text("a", POST, text.encode())
    after = draft_text("a", POST, fixed(text.encode()).text.encode())
    assert after.source.body.split() == before.source.body.split()
    kept, now = ({entry.key: entry.value for entry in draft.source.entries} for draft in (before, after))
    for key in {"title", "commune", "image_alt"} & kept.keys():
        assert now[key] == kept[key]


@pytest.mark.parametrize(
    ("data", "text", "done"),
    [
        (b"\xef\xbb\xbfUn.\r\nDeux.  \r\n\r\n\r\n", "Un.\nDeux.\n", ("spaces",)),
        ("Été à Thiers.\n".encode("cp1252"), "Été à Thiers.\n", ("encoding",)),
        ("e\u0301te\u0301\n".encode(), "été\n", ("spaces",)),
        (b"Un.  \nDeux.   \n", "Un.  \nDeux.\n", ("spaces",)),
        ("Rien à faire.\n".encode(), "Rien à faire.\n", ()),
    ],
)
def test_encoding_and_spaces_are_mended(data: bytes, text: str, done: tuple[str, ...]) -> None:
    assert fixed(data) == Fixed(text, done)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00x", b"\x81\x8d\x8f", "é".encode() + b"\xe9"])
def test_what_cannot_be_read_is_left_alone(data: bytes) -> None:
    assert fix_text(data, ArticleMatter, TAGS) is None


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@settings(max_examples=300)
def test_mending_is_total_and_settles_at_once(data: bytes) -> None:
    once = fix_text(data, ArticleMatter, TAGS)
    if once is not None:
        assert fix_text(once.text.encode(), ArticleMatter, TAGS) == Fixed(once.text, ())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    (root / FOLDER).mkdir(parents=True)
    (root / "authors").mkdir()
    (root / "authors/lea-montel.md").write_text(LEA, encoding="utf-8")
    write_post(root, "Texte.\n")
    return root


def write_post(root: Path, body: str, name: str = FOLDER) -> Path:
    post = root / name / "index.md"
    post.parent.mkdir(parents=True, exist_ok=True)
    post.write_text(f"---\n{MATTER}---\n{body}", encoding="utf-8")
    return post


def photo(path: Path, width: int, height: int, **options: Any) -> None:
    Image.effect_noise((width, height), 60).convert("RGB").save(path, **options)


def test_a_photos_name_is_mended_and_its_text_follows(content: Path) -> None:
    photo(content / FOLDER / "Mon Été.JPG", 40, 30, format="JPEG")
    post = write_post(content, "![Le bassin](<Mon Été.JPG>) et [elle](Mon%20%C3%89t%C3%A9.JPG).\n")
    assert [mended.done for mended in mend_folder(content, KINDS)] == [("name",), ("links",)]
    assert (content / FOLDER / "mon-ete.jpg").is_file()
    assert "Été" not in post.read_text(encoding="utf-8")
    assert mend_folder(content, KINDS) == []


def test_links_that_a_space_broke_are_made_when_the_name_loses_it(content: Path) -> None:
    photo(content / FOLDER / "salle des fêtes.jpg", 40, 30)
    post = write_post(content, '![a](salle des fêtes.jpg)\n\n![b](salle des fêtes.jpg "La salle")\n')
    mend_folder(content, KINDS)
    body = post.read_text(encoding="utf-8").partition("\n---\n")[2]
    assert body == '![a](salle-des-fetes.jpg)\n\n![b](salle-des-fetes.jpg "La salle")\n'


def test_a_name_is_not_mended_onto_another_file(content: Path) -> None:
    photo(content / FOLDER / "eau.jpg", 40, 30)
    photo(content / FOLDER / "Eau.JPG", 80, 60, format="JPEG")
    mend_folder(content, KINDS)
    sizes = sorted(Image.open(path).size for path in (content / FOLDER).glob("*.[jJ]*"))
    assert sizes == [(40, 30), (80, 60)]


def test_only_what_was_named_is_touched(content: Path) -> None:
    other = write_post(content, "Texte.   \n\n\n", "articles/2026/le-four")
    before = other.read_bytes()
    assert mend_folder(content, KINDS, [content / FOLDER]) == []
    assert other.read_bytes() == before
    assert [mended.path for mended in mend_folder(content, KINDS)] == ["articles/2026/le-four/index.md"]


def test_nothing_is_changed_through_a_link(content: Path, tmp_path: Path) -> None:
    outside = tmp_path / "dehors.md"
    outside.write_text("Espaces.   \n\n\n", encoding="utf-8")
    (content / "authors" / "lien.md").symlink_to(outside)
    (content / "pages").symlink_to(tmp_path)
    os.mkfifo(content / "authors" / "tuyau.md")  # reading it would wait for ever
    mend_folder(content, KINDS)
    assert outside.read_text(encoding="utf-8") == "Espaces.   \n\n\n"


def test_nothing_is_changed_in_a_folder_that_became_a_link_once_its_files_were_listed(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    text, picture, named = outside / "dehors.md", outside / "vue.png", outside / "Nom Long.md"
    text.write_text("---\ntitle: Dehors\n---\nEspaces.   \n", encoding="utf-8")
    named.write_text("Un mot.\n", encoding="utf-8")
    photo(picture, 4000, 30)
    before = {path: path.read_bytes() for path in outside.iterdir()}
    (content / "pages").symlink_to(outside)
    monkeypatch.setattr(mending, "walk_files", lambda _root: sorted(f"pages/{path.name}" for path in before))
    assert mend_folder(content, KINDS) == []
    assert {path: path.read_bytes() for path in outside.iterdir()} == before


def test_a_file_that_may_not_be_written_is_an_error_and_stays(content: Path) -> None:
    post = write_post(content, "Texte.   \n\n\n")
    post.chmod(0o444)
    with pytest.raises(PermissionError):
        mend_folder(content, KINDS)
    assert post.read_text(encoding="utf-8").endswith("Texte.   \n\n\n")


def test_what_was_mended_is_told_beside_the_report_and_a_renamed_file_is_still_looked_at(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    named = project / "content/authors/Zoé.md"
    named.write_text("---\nName : Zoé\nkind: zzz\n---\nUn mot.   \n", encoding="utf-8")
    done = run(project, "invoke", "check", "--fix", "--form", "json", "--path", "content/authors/Zoé.md")
    assert done.returncode == 1
    assert [(row["path"], row["code"]) for row in json.loads(done.stdout)] == [
        ("content/authors/zoe.md", "choice-unknown")
    ]
    assert "authors/zoe.md (nom)" in done.stderr
    assert "authors/zoe.md (espaces, bloc d’informations)" in done.stderr


def test_a_file_that_may_not_be_mended_is_told_in_a_sentence(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    (post,) = project.glob("content/articles/*/*/index.md")
    post.write_text(post.read_text(encoding="utf-8") + "   \n\n", encoding="utf-8")
    post.chmod(0o444)
    done = run(project, "invoke", "check", "--fix")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert str(post) in done.stderr
