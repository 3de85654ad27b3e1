"""The form in a real browser, with script and without: it is readable, sends, and loses nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from placette.features.letterbox import LetterKind
from tests.browser.conftest import violations
from tests.placette_letters.form.fixture_form import SITE, mails_in
from tests.placette_letters.form.fixture_served import Served, served

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]
PHONE: ViewportSize = {"width": 390, "height": 844}
_INLINE = """() => {
  const made = document.createElement("script");
  made.textContent = "window.ran = 1";
  document.body.append(made);
}"""
_FRAMED = """address => new Promise(done => {
  const made = document.createElement("iframe");
  made.src = address;
  made.onload = () => done(made.contentDocument?.body.innerText || "");
  document.body.append(made);
})"""
_UNFIT = "[...probe.wide(), ...probe.cut()]"
_CONTROLS = "nav a, input:not([tabindex='-1'], [type=radio], [type=checkbox]), textarea, select, button, .choice label"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all: each looks at the letters that it sent."""
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


def opened(contexts: Open, server: Served, path: str = "/", **options: object) -> Page:
    page = contexts(server.address, **options).new_page()
    page.goto(server.address + path)
    return page


def letter(server: Served, title: str) -> EmailMessage:
    """The one letter of this title."""
    [mail] = [mail for mail in mails_in(server.folder) if mail["Subject"] == title]
    return mail


def photo(folder: Path, name: str = "IMG_1.jpg") -> Path:
    """A photo of a phone that was held upright: the sensor's picture lies on its side, its left end is red."""
    picture = Image.new("RGB", (3000, 2000), "#20804a")
    picture.paste("#c01020", (0, 0, 300, 2000))
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "Téléphone"  # to be turned by a quarter; the maker
    told.get_ifd(0x8825)[1] = "N"
    picture.save(folder / name, exif=told, quality=90)
    return folder / name


@pytest.mark.parametrize("kind", list(LetterKind))
def test_axe_finds_nothing(contexts: Open, server: Served, axe: str, journal: list[str], kind: LetterKind) -> None:
    page = opened(contexts, server, f"/?kind={kind.value}&about={SITE}2026/")
    page.evaluate(axe)
    found = violations(page)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    assert found + violations(page) == []
    assert journal == []


def test_axe_finds_nothing_in_faults_and_thanks(contexts: Open, server: Served, axe: str, tmp_path: Path) -> None:
    page = opened(contexts, server, viewport=PHONE)
    page.get_by_label("Courriel").fill("lea@")
    page.locator("#photos").set_input_files(photo(tmp_path))
    page.get_by_role("button", name="Envoyer").click()
    page.locator("#summary").wait_for()
    page.evaluate(axe)
    found = violations(page)
    page.goto(f"{server.address}/thanks?reference=ABCD-2345")
    page.evaluate(axe)
    assert found + violations(page) == []


@pytest.mark.parametrize("kind", list(LetterKind))
def test_everything_fits_a_phone_and_a_finger(contexts: Open, server: Served, kind: LetterKind) -> None:
    page = opened(contexts, server, f"/?kind={kind.value}", viewport={"width": 320, "height": 640}, has_touch=True)
    assert page.evaluate(_UNFIT) == []
    assert page.evaluate("selector => probe.small(selector, 44)", _CONTROLS) == []
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(_UNFIT) == []


def test_photos_are_made_light_upright_and_silent(
    contexts: Open, server: Served, journal: list[str], tmp_path: Path
) -> None:
    page = opened(contexts, server)
    page.get_by_label("Titre").fill("Avec photos")
    page.get_by_label("Votre texte", exact=True).fill("Le lavoir.\n\nIl est vide.")
    page.locator("#photos").set_input_files([photo(tmp_path), photo(tmp_path, "IMG_2.jpg")])
    page.locator("#photos").set_input_files(photo(tmp_path, "IMG_3.jpg"))
    page.get_by_role("button", name="Retirer, IMG_2.jpg").click()
    page.get_by_label("Courriel").fill("lea@mail.example")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/thanks?reference=*")
    mail = letter(server, "Avec photos")
    assert mail["X-Placette-Reference"] in page.locator(".reference").inner_text()
    assert mail["X-Placette-Proof"] == "altcha"
    parts = list(mail.iter_attachments())
    assert [part.get_filename() for part in parts] == ["01-IMG_1.jpg", "02-IMG_3.jpg"]
    with Image.open(io.BytesIO(parts[0].get_content())) as sent:
        assert (sent.size, dict(sent.getexif())) == ((1600, 2400), {})
        red, green, _ = sent.convert("RGB").getpixel((800, 50))  # type: ignore[misc]
        assert red > 150 > green, "what was the left of the sensor is above"
    assert page.evaluate("localStorage.length") == 0
    assert [told for told in journal if not told.startswith("asks blob:")] == []


def test_what_the_browser_cannot_draw_is_sent_as_it_is(contexts: Open, server: Served, tmp_path: Path) -> None:
    heic = b"\0\0\0\x24ftypheic" + bytes(100)
    (tmp_path / "IMG.HEIC").write_bytes(heic)
    page = opened(contexts, server)
    page.get_by_label("Titre").fill("HEIC")
    page.get_by_label("Votre texte", exact=True).fill("Une photo d’iPhone")
    page.locator("#photos").set_input_files(tmp_path / "IMG.HEIC")
    page.get_by_role("button", name="Retirer").wait_for()
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/thanks?reference=*")
    [part] = letter(server, "HEIC").iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("01-IMG.heic", heic)


def test_a_text_is_kept_until_it_is_sent_or_forgotten(contexts: Open, server: Served) -> None:
    page = opened(contexts, server)
    page.get_by_label("Votre texte", exact=True).fill("Une longue histoire")
    page.get_by_label("Nom", exact=True).fill("Léa")
    page.reload()
    assert page.get_by_label("Votre texte", exact=True).input_value() == "Une longue histoire"
    assert page.get_by_label("Nom", exact=True).input_value() == ""
    assert "que vous aviez commencé" in page.locator(".draft").inner_text()
    assert "Léa" not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="L’oublier").click()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    assert page.get_by_label("Votre texte", exact=True).input_value() == ""


def test_faults_are_said_where_they_are_and_nothing_is_lost(contexts: Open, server: Served, tmp_path: Path) -> None:
    page = opened(contexts, server)
    page.locator("#photos").set_input_files(photo(tmp_path))
    (tmp_path / "lavoir.odt").write_bytes(b"PK\x03\x04")
    page.locator("#document").set_input_files(tmp_path / "lavoir.odt")
    page.get_by_label("Titre").fill("Faute puis envoi")
    page.get_by_label("Courriel").fill("lea@")
    page.get_by_role("button", name="Envoyer").click()
    page.locator("#summary").wait_for()
    assert page.evaluate("document.activeElement.id") == "summary"
    assert page.title().startswith("À revoir")
    assert page.locator(".again").count() == 0, "the script still has the photos"
    page.locator("#summary a").click()
    assert page.evaluate("document.activeElement.id") == "email"
    assert page.get_by_label("Courriel").get_attribute("aria-invalid") == "true"
    page.get_by_label("Courriel").fill("lea@mail.example")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/thanks?reference=*")
    parts = letter(server, "Faute puis envoi").iter_attachments()
    assert [part.get_filename() for part in parts] == ["01-IMG_1.jpg", "02-lavoir.odt"]


def test_a_broken_connection_loses_nothing(contexts: Open, server: Served) -> None:
    page = opened(contexts, server)
    page.get_by_label("Votre texte", exact=True).fill("Au fond de la vallée")
    page.get_by_label("Titre").fill("Coupure")
    page.route("**/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("La connexion a été coupée").wait_for()
    page.unroute("**/")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/thanks?reference=*")
    assert letter(server, "Coupure")["X-Placette-Proof"] == "altcha"


@pytest.mark.parametrize(("status", "body"), [(200, "{}"), (200, "<p>"), (503, "")])
def test_a_proof_that_fails_keeps_no_letter_back(contexts: Open, server: Served, status: int, body: str) -> None:
    page = opened(contexts, server)
    page.route("**/challenge", lambda route: route.fulfill(status=status, body=body))
    page.get_by_label("Votre texte", exact=True).fill("Sans preuve")
    page.get_by_label("Titre").fill(f"Sans preuve {status} {body}")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/thanks?reference=*")
    assert letter(server, f"Sans preuve {status} {body}".strip())["X-Placette-Proof"] == "none"


def test_everything_works_without_script(contexts: Open, server: Served, journal: list[str], tmp_path: Path) -> None:
    page = opened(contexts, server, f"/?kind=response&about={SITE}2026/lavoir/", java_script_enabled=False)
    page.get_by_label("Courriel").fill("lea@")
    page.get_by_label("Titre").fill("Sans script")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#summary li")).to_have_count(2)  # once the answer has come
    assert page.locator("#summary").evaluate("element => element === document.activeElement")
    journal.clear()  # the status of the page with faults
    page.get_by_label("Courriel").fill("lea@mail.example")
    page.get_by_label("Votre texte", exact=True).fill("Je me souviens aussi.\n\nIl y avait deux bassins.")
    page.locator("#photos").set_input_files(photo(tmp_path))
    page.get_by_label("Oui, et elles acceptent d’être montrées ici").check()
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/thanks?reference=*")
    mail = letter(server, "[Réponse] Sans script")
    assert (mail["X-Placette-Proof"], mail["X-Placette-Field-people"]) == ("none", "agreed")
    assert mail["X-Placette-Field-about"] == f"{SITE}2026/lavoir/"
    [part] = mail.iter_attachments()
    assert part.get_content() == photo(tmp_path).read_bytes(), "the intake takes out what it tells"
    assert journal == []


def test_a_browser_keeps_to_what_the_page_allows(contexts: Open, server: Served) -> None:
    page = opened(contexts, server)
    assert page.context.cookies() == []
    page.evaluate(_INLINE)
    assert page.evaluate("window.ran") is None
    other = contexts(server.address).new_page()
    other.route("**/elsewhere", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    other.goto(f"{server.address}/elsewhere")
    assert other.evaluate(_FRAMED, server.address + "/robots.txt") == "", "nobody's page holds ours"
