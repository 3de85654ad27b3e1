"""``invoke check --fix`` mends the form of texts and files, never their words, and nothing that was right."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from placette.commands.review.fixing import Fixed, Mended, Rename, fix_text, follow, mend_folder, plan_renames
from placette.engine.content.kinds import draft_text
from placette.engine.photos.photos import MENDABLE, inspect_photo
from placette.features.documents import inspect_document
from placette.features.posts.kind import POST, ArticleMatter
from tests.engine.content.reading_site import LEA, MATTER, make_photo, post
from tests.engine.photos.fixture_photos import BLUE, GREEN, MARK, PLANTED, RED, WHITE, bomb, noise, saved, scene
from tests.features.documents.fixture_documents import MADE
from tests.fixture_kinds import ATTACHMENTS, KINDS
from tests.fixture_site import invoke, run, write_file

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
    found = fix_text(data, ArticleMatter)
    assert found is not None
    return found


def block(line: str) -> str:
    """A post with one more line, or one line in place of that of the same key."""
    key = line.split(":")[0]
    kept = [known for known in MATTER.splitlines() if not known.startswith(f"{key}:") and not key.startswith("sum")]
    others = [known for known in kept if not (key == "Résumé" and known.startswith("summary"))]
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
    assert re.findall(r"\w+", after.source.body) == re.findall(r"\w+", before.source.body)
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
    assert fix_text(data, ArticleMatter) is None


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@settings(max_examples=300)
def test_mending_is_total_and_settles_at_once(data: bytes) -> None:
    once = fix_text(data, ArticleMatter)
    if once is not None:
        assert fix_text(once.text.encode(), ArticleMatter) == Fixed(once.text, ())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    write_file(root / "authors/lea-montel.md", LEA)
    write_post(root, "Texte.\n")
    return root


def write_post(root: Path, body: str, name: str = FOLDER) -> Path:
    return write_file(root / name / "index.md", f"---\n{MATTER}---\n{body}")


def photo(path: Path, width: int, height: int, **options: Any) -> None:
    Image.effect_noise((width, height), 60).convert("RGB").save(path, **options)


@pytest.mark.whole
def test_a_photos_name_is_mended_and_its_text_follows(content: Path) -> None:
    photo(content / FOLDER / "Mon Été.JPG", 40, 30, format="JPEG")
    post = write_post(content, "![Le bassin](<Mon Été.JPG>) et [elle](Mon%20%C3%89t%C3%A9.JPG).\n")
    assert [mended.done for mended in mend_folder(content, KINDS)] == [("name",), ("links",)]
    assert (content / FOLDER / "mon-ete.jpg").is_file()
    assert "Été" not in post.read_text(encoding="utf-8")
    assert mend_folder(content, KINDS) == []


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


@pytest.mark.whole
def test_what_was_mended_is_told_beside_the_report_and_a_renamed_file_is_still_looked_at(project: Path) -> None:
    named = project / "content/authors/Zoé.md"
    named.write_text("---\nName : Zoé\nkind: zzz\n---\nUn mot.   \n", encoding="utf-8")
    done = invoke(project, "check", "--fix", "--form", "json", "--path", "content/authors/Zoé.md", code=1)
    assert [(row["path"], row["code"]) for row in json.loads(done.stdout)] == [
        ("content/authors/zoe.md", "choice-unknown")
    ]
    assert "authors/zoe.md (nom)" in done.stderr
    assert "authors/zoe.md (espaces, bloc d’informations)" in done.stderr


@pytest.mark.whole
def test_a_file_that_may_not_be_mended_is_told_in_a_sentence(project: Path) -> None:
    (post,) = project.glob("content/articles/*/*/index.md")
    post.write_text(post.read_text(encoding="utf-8") + "   \n\n", encoding="utf-8")
    post.chmod(0o444)
    done = run(project, "invoke", "check", "--fix")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert str(post) in done.stderr


RENAMING_FOLDER = Path(__file__).parent / "renaming"
RENAMES = (
    Rename("articles/2026/le-lavoir/Photo.JPG", "articles/2026/le-lavoir/photo.jpg"),
    Rename("articles/2026/le-lavoir/L'été.PNG", "articles/2026/le-lavoir/l-ete.png"),
    Rename("articles/2026/Le Four/index.md", "articles/2026/le-four/index.md"),
)
NAMES = st.text(st.sampled_from("aA.é- \n\\\"'\u0301_9雪"), min_size=1, max_size=8).filter(
    lambda n: n not in {".", ".."}
)
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join).map("{}.jpg".format), max_size=8, unique=True)


def cases(name: str) -> pytest.MarkDecorator:
    table = yaml.safe_load((RENAMING_FOLDER / name).read_text(encoding="utf-8"))
    return pytest.mark.parametrize("case", table, ids=lambda case: case.get("name") or case["text"])


@cases("plans.yml")
def test_names_are_planned_as_the_case_says(case: dict[str, Any]) -> None:
    assert {rename.old: rename.new for rename in plan_renames(case["paths"])} == case["renames"]


@cases("links.yml")
def test_links_follow_and_words_stay(case: dict[str, str]) -> None:
    here = "articles/2026/le-lavoir/index.md"
    once = follow(case["text"], here, here, RENAMES)
    assert once == case["gives"]
    assert follow(once, here, here, RENAMES) == once


def test_a_text_that_moves_with_its_folder_keeps_its_links() -> None:
    (moved,) = (rename for rename in RENAMES if rename.old.endswith("index.md"))
    text = "[a](../le-lavoir/Photo.JPG) [b](index.md)"
    assert follow(text, moved.old, moved.new, RENAMES) == "[a](../le-lavoir/photo.jpg) [b](index.md)"


@given(PATHS)
@settings(max_examples=300)
def test_no_two_files_ever_meet(paths: list[str]) -> None:
    folders = {path.rsplit("/", count)[0] for path in paths for count in range(1, path.count("/") + 1)}
    paths = [path for path in paths if path not in folders]
    renames = {rename.old: rename.new for rename in plan_renames(paths)}
    after = [renames.get(path, path) for path in paths]
    assert len({path.casefold() for path in after}) >= len({path.casefold() for path in paths})
    assert len(set(after)) == len(paths)
    groups = {(old.rpartition("/")[0], new.rpartition("/")[0]) for old, new in zip(paths, after, strict=True)}
    assert len({new for _, new in groups}) == len({old for old, _ in groups})
    assert plan_renames(after) == ()


def files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_a_folder_is_renamed_with_all_it_holds_and_the_links_to_it(tmp_path: Path) -> None:
    write_file(tmp_path / "articles/2026/Le Four/index.md", post("Un mot.\n"))
    write_file(tmp_path / "articles/2026/Le Four/notes.txt", "x")
    write_file(tmp_path / "articles/2026/le-lavoir/index.md", post("[a](<../Le Four/index.md>)\n"))
    done = {mended.path: mended.done for mended in mend_folder(tmp_path, KINDS)}
    assert done["articles/2026/le-lavoir/index.md"] == ("links",)
    after = files(tmp_path)
    assert sorted(after) == [
        "articles/2026/le-four/index.md",
        "articles/2026/le-four/notes.txt",
        "articles/2026/le-lavoir/index.md",
    ]
    assert "[a](<../le-four/index.md>)" in after["articles/2026/le-lavoir/index.md"]


@pytest.mark.whole
def test_a_folder_of_which_one_file_was_named_stays_together(tmp_path: Path) -> None:
    write_file(tmp_path / "articles/2026/Le Four/index.md", post("![a](Photo.JPG)\n"))
    write_file(tmp_path / "articles/2026/Le Four/Photo.JPG", "x")
    mend_folder(tmp_path, KINDS, [tmp_path / "articles/2026/Le Four/Photo.JPG"])
    after = files(tmp_path)
    assert sorted(after) == ["articles/2026/Le Four/index.md", "articles/2026/Le Four/photo.jpg"]
    assert "![a](photo.jpg)" in after["articles/2026/Le Four/index.md"]


def test_nothing_is_overwritten_that_was_not_named(tmp_path: Path) -> None:
    for name in ("Photo.JPG", "photo.jpg", "Plan.PNG"):
        write_file(tmp_path / f"authors/{name}", name)
    (tmp_path / "authors" / "plan.png").symlink_to(tmp_path / "nowhere")
    assert mend_folder(tmp_path, KINDS, [tmp_path / "authors" / "Photo.JPG", tmp_path / "authors" / "Plan.PNG"]) == []
    assert files(tmp_path) == {f"authors/{name}": name for name in ("Photo.JPG", "photo.jpg", "Plan.PNG")}


def test_no_file_is_moved_through_a_link(tmp_path: Path) -> None:
    root, outside = tmp_path / "content", tmp_path / "outside"
    outside.mkdir()
    write_file(root / "articles/2026/Le Four/index.md", post("Un mot.\n"))
    (root / "articles/2026/le-four").symlink_to(outside)
    mend_folder(root, KINDS)
    assert list(outside.iterdir()) == []
    assert "articles/2026/Le Four/index.md" in files(root)


LINKING = "---\ntitle: Le lavoir\n---\n[Le règlement](<Règlement intérieur.PDF>)\n"


@pytest.mark.whole
def test_a_document_is_freed_of_what_it_reveals_and_its_link_follows_its_name(tmp_path: Path) -> None:
    write_file(tmp_path / FOLDER / "index.md", LINKING.encode())
    write_file(tmp_path / FOLDER / "Règlement intérieur.PDF", MADE["author"]())
    write_file(tmp_path / FOLDER / "lettre.odt", MADE["creator"]())
    write_file(tmp_path / FOLDER / "tour.gpx", MADE["timed way"]())
    write_file(tmp_path / FOLDER / "permanences.ics", MADE["ringing alarm"]())
    mended = {one.path: one.done for one in mend_folder(tmp_path, KINDS, attachments=ATTACHMENTS)}
    assert mended == {
        f"{FOLDER}/reglement-interieur.pdf": ("document-private",),
        f"{FOLDER}/lettre.odt": ("document-private",),
        f"{FOLDER}/tour.gpx": ("document-private",),
        f"{FOLDER}/permanences.ics": ("document-acts",),
        f"{FOLDER}/index.md": ("links",),
    }
    assert "](<reglement-interieur.pdf>)" in (tmp_path / FOLDER / "index.md").read_text(encoding="utf-8")
    for name in ("reglement-interieur.pdf", "lettre.odt", "tour.gpx", "permanences.ics"):
        assert inspect_document((name, (tmp_path / FOLDER / name).read_bytes())).problems == ()
    assert mend_folder(tmp_path, KINDS, attachments=ATTACHMENTS) == []


@pytest.mark.whole
@pytest.mark.parametrize("name", ["plain", "bare", "opening program", "encrypted", "cut", "signed"])
def test_a_document_that_needs_nothing_or_cannot_be_mended_stays_as_it_was(tmp_path: Path, name: str) -> None:
    path = write_file(tmp_path / FOLDER / "reglement.pdf", MADE[name]())
    before = path.read_bytes()
    assert mend_folder(tmp_path, KINDS, attachments=ATTACHMENTS) == []
    assert path.read_bytes() == before


@pytest.mark.whole
def test_the_track_of_a_walk_stays_as_it_was_and_one_of_no_walk_is_mended(tmp_path: Path) -> None:
    track, alone = tmp_path / "walks" / "le-tour.gpx", tmp_path / "walks" / "tour.gpx"
    track.parent.mkdir()
    track.with_suffix(".md").write_text("---\ntrack: le-tour.gpx\n---\n", encoding="utf-8")
    for path in (track, alone):
        path.write_bytes(MADE["timed way"]())
    assert mend_folder(tmp_path, KINDS, attachments=ATTACHMENTS) == [Mended("walks/tour.gpx", ("document-private",))]
    assert track.read_bytes() == MADE["timed way"]()
    assert inspect_document(("tour.gpx", alone.read_bytes())).problems == ()


def problems_of(path: Path) -> set[str]:
    return {found.code for found in inspect_photo((path.name, path.read_bytes())).problems}


@pytest.mark.whole
@pytest.mark.no_cover
def test_nothing_that_was_planted_anywhere_is_left_in_any_byte(tmp_path: Path) -> None:
    paths = {
        name: write_file(tmp_path / FOLDER / f"{name}{suffix}", data) for name, (suffix, data, _) in PLANTED.items()
    }
    assert all(MARK in path.read_bytes() for path in paths.values())
    mended = {one.path: one.done for one in mend_folder(tmp_path, KINDS)}
    assert len(mended) == len(paths)
    for path in paths.values():
        assert MARK not in path.read_bytes()
        assert problems_of(path) == set()
        with Image.open(path) as image:
            assert not image.getexif()
            pixels = image.convert("RGB")
        for place, colour in (((8, 8), RED), ((56, 8), BLUE), ((8, 40), GREEN), ((56, 40), WHITE)):
            seen = pixels.getpixel(place)
            assert all(abs(a - b) <= 24 for a, b in zip(seen, colour, strict=True))  # type: ignore[arg-type]
    assert mend_folder(tmp_path, KINDS) == []


@pytest.mark.whole
@pytest.mark.parametrize(
    ("name", "data", "done"),
    [
        ("gps.jpg", make_photo(".jpg", 80, 60, gps=True), {"photo-position", "photo-private"}),
        ("name.webp", make_photo(".webp", 80, 60, artist="Léa"), {"photo-private"}),
        ("turned.jpg", make_photo(".jpg", 80, 60, orientation=6), {"photo-private"}),
        ("large.png", make_photo(".png", 3000, 200), {"photo-large"}),
        ("heavy.jpg", saved(noise(1500, 1200), "JPEG", quality=100), {"photo-heavy"}),
        ("other.jpg", make_photo(".png", 80, 60), {"photo-suffix"}),
        ("other.png", saved(scene(), "MPO", save_all=True, append_images=[scene()]), {"photo-suffix", "photo-private"}),
        ("all.jpg", make_photo(".png", 2700, 600, noise=True, gps=True, artist="Léa"), set(MENDABLE)),
    ],
)
def test_each_of_them_is_mended_and_told(tmp_path: Path, name: str, data: bytes, done: set[str]) -> None:
    path = write_file(tmp_path / FOLDER / name, data)
    assert problems_of(path) == done
    (mended,) = mend_folder(tmp_path, KINDS)
    assert (mended.path, set(mended.done)) == (f"{FOLDER}/{name}", done)
    assert problems_of(path) == set()


@pytest.mark.whole
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("fine.jpg", make_photo(".jpg", 80, 60)),
        ("fine.png", make_photo(".png", 2560, 1000)),
        ("broken.jpg", b"<html>"),
        ("strip.png", make_photo(".png", 2100, 100, gps=True)),
        ("cut.jpg", make_photo(".jpg", 400, 300, artist="Léa")[:600]),
        ("bomb.png", bomb(30_000, 30_000)),
        ("film.webp", saved(scene(), "WEBP", save_all=True, append_images=[scene().rotate(90)])),
    ],
)
def test_what_is_fine_or_cannot_be_helped_stays_byte_for_byte(tmp_path: Path, name: str, data: bytes) -> None:
    path = write_file(tmp_path / FOLDER / name, data)
    assert mend_folder(tmp_path, KINDS) == []
    assert path.read_bytes() == data
