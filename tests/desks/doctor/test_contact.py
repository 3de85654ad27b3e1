"""How visitors may write to those who publish."""

from __future__ import annotations

from pathlib import Path

from placette.desks.doctor.contact import examine_contact
from tests.desks.doctor.fixture_patient import codes, patient_of, said, write_pages

PAGE = "---\ntitle: Contact\nsummary: Pour nous écrire.\n---\n{text}\n"


def test_an_address_on_a_page_of_the_site_is_found(tmp_path: Path) -> None:
    patient = patient_of(tmp_path, {"pages/contact.md": PAGE.format(text="Écrivez à mairie@lavoir.fr.")})
    (found,) = examine_contact(patient)
    assert said(found, "en").strip() == "pages/contact.md says how to write to you: mairie@lavoir.fr"


def test_an_example_does_not_count(tmp_path: Path) -> None:
    texts = {"pages/contact.md": PAGE.format(text="Écrivez à [nous](mailto:Mairie@carnets.example), ou pas.")}
    (found,) = examine_contact(patient_of(tmp_path, texts))
    assert "n’est qu’un exemple : mairie@carnets.example" in said(found, "fr")


def test_a_page_that_the_footer_links_to_counts_too(tmp_path: Path) -> None:
    patient = patient_of(tmp_path)
    assert codes(examine_contact(patient)) == ["contact-none"]
    home = '<footer><a href="/legal/">Mentions</a><a href="/absent/">Rien</a><a href="x://[">?</a></footer>'
    write_pages(patient, {"": home, "legal": "<main><p>mairie@lavoir.fr</p></main><footer>a@b.example</footer>"})
    (found,) = examine_contact(patient)
    assert said(found, "fr").strip() == "legal/ dit comment vous écrire : mairie@lavoir.fr"
