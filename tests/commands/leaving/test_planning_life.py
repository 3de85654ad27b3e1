"""Somebody joins a site that was begun a minute ago, writes a text of each kind, and leaves: on every preset."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from placette.commands.leaving.planning import (
    DepartureRequest,
    SiteRules,
    apply_plan,
    new_problems,
    plan_departure,
    read_folder,
)
from placette.commands.leaving.rewriting import search
from placette.commands.starting.planning import plan_site, write_site
from placette.engine.base.files import copy_sharing
from placette.engine.base.text import fold
from placette.engine.findings.problems import Problem, blocks
from placette.features.authors.profile import PROFILE
from placette.plugin import attachments_of, every_kind, load_site, read_planned, reader_of
from tests.commands.starting.fixture_wishes import ALL, DAY, FRANCE
from tests.engine.content.reading_site import photo_bytes

pytestmark = pytest.mark.whole

_TRACK = (
    '<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg><trkpt lat="45.1" lon="3.1"/>'
    '<trkpt lat="45.2" lon="3.2"/></trkseg></trk></gpx>'
)
NAME = "Zéphyrine d’Ambrevoix"
TEXTS = {
    "authors/zephyrine.md": f"---\nnom: {NAME}\nprofil: habitante\nportrait: zephyrine.jpg\nportrait_alt: De profil.\n"
    "portrait_crédit: Autoportrait\n---\nElle apprivoise les salamandres.\n",
    "authors/marc.md": "---\nnom: Marc Teyssot\nprofil: habitant\n---\n",
    "authors/eau.md": "---\nnom: Service de l’eau\nprofil: service\norganisme: La ville\n---\n",
    "articles/2026/seule/index.md": "---\ntitre: Seule\nrésumé: Une phrase.\ndate: 2026-06-02\nauteurs: [zephyrine]\n"
    'rubrique: {category}\ncommune: "*"\nphoto: mare.jpg\nphoto_description: La mare.\n'
    f"photo_crédit: Photo de {NAME}\nlicence: CC BY 4.0\nmineurs: aucun\n---\n"
    "Un mot de la mare.\n",
    "articles/2026/deux/index.md": "---\ntitre: À deux\nrésumé: Une phrase.\ndate: 2026-06-03\n"
    'auteurs: [zephyrine, marc]\nrubrique: {category}\ncommune: "*"\n---\nUn mot du pont.\n',
    "walks/tour.md": "---\ntitre: Le tour\nrésumé: Un pas.\ndate: 2026-06-04\nauteurs: [zephyrine]\ntrace: tour.gpx\n"
    "étapes:\n  - Ici (45.1, 3.1)\n  - Là (45.2, 3.2)\n---\nUn pas.\n",
    "events/bal.md": "---\ntitre: Bal\ndébut: 2026-12-05 18:30\norganisateur: zephyrine\n---\n",
    "questions/l-eau/index.md": "---\ntitre: Et l’eau ?\nposée: 2026-06-05\naccord: mail\nauteurs: [zephyrine]\n"
    "destinataire: eau\n---\nJe bois, donc je demande.\n",
    "questions/l-eau/answer.md": "---\nsignée_par: [eau]\ndate: 2026-06-10\nrelue_par: [marc]\nsources:\n"
    '  "Le plan": https://www.example.org/plan\n---\nDe la source, par un tuyau.\n',
    "questions/l-eau/follow-up-1.md": "---\nposée: 2026-06-12\naccord: mail\nauteurs: [zephyrine]\n---\nEt l’hiver ?\n",
    "replies/deux/2026-06-05-merci.md": "---\nauteur: zephyrine\nrelu_par: marc\n---\nMerci du pont.\n",
}


@pytest.fixture(params=[name for name in ALL if name != "hostile"])
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """A new site of a preset, in which she and two others have written."""
    site = tmp_path / "site"
    write_site(site, plan_site(ALL[request.param], FRANCE, DAY))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1783000000")
    monkeypatch.setattr(sys, "path", [*sys.path])  # a site's settings put its own folders before all others
    monkeypatch.delitem(sys.modules, "legalconf", raising=False)
    found = load_site(site / "pelicanconf.py", REPLIES_OPEN=True, REPLIES_WEEKS=99, LETTERBOX_ADDRESS="a@b.example")
    category = next(iter(found["READING_CATEGORIES"]))
    content = Path(found["PATH"])
    for path, text in TEXTS.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text.replace("{category}", category), encoding="utf-8")
    (content / "walks/tour.gpx").write_text(_TRACK, encoding="utf-8")
    for photo in ("authors/zephyrine.jpg", "articles/2026/seule/mare.jpg"):
        (content / photo).write_bytes(photo_bytes(1200, 800, "JPEG"))
    yield found
    sys.modules.pop("legalconf", None)


def wrong(found: tuple[Problem, ...]) -> list[str]:
    return [f"{one.path}: {one.code}" for one in found if blocks((one,))]


@pytest.mark.parametrize("keep", [True, False])
def test_she_leaves_and_the_site_is_as_sound_as_before(settings: dict[str, Any], keep: bool, tmp_path: Path) -> None:
    content, kinds = Path(settings["PATH"]), every_kind(settings)
    read = partial(read_planned, settings, reader_of(settings))
    before = read(content)
    assert wrong(before.problems) == []
    options = reader_of(settings).options(settings)
    rules = SiteRules(options.now, options.licence, options.addresses.patterns.get(PROFILE.name, ""))
    request = DepartureRequest("zephyrine", keep, "Une habitante", own_label=True, replace=True)
    plan = plan_departure(read_folder(content, kinds, attachments_of(settings)), request, rules)
    assert plan.by_hand == ()
    assert wrong(new_problems(plan, copy_sharing(content, tmp_path / "copy"), before, read)) == []
    apply_plan(content, plan)
    assert wrong(read(content).problems) == []
    after = read_folder(content, kinds, attachments_of(settings))
    assert [found.path for found in search(after.texts, plan.traces, kinds)] == []
    names = {path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file()}
    assert "zephyrine" not in fold("".join(path.read_text() for path in content.rglob("*.md"))).replace("mail", "")
    assert ("walks/tour.gpx" in names, "walks/tour.md" in names) == (keep, keep)
    assert ("articles/2026/seule/mare.jpg" in names, "authors/zephyrine.jpg" in names) == (keep, False)
