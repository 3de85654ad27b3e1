"""Templates of a site's own take the place of the theme's, one by one."""

from __future__ import annotations

from pathlib import Path

from tests.fixture_site import ROOT, SITES, build


def test_a_template_of_the_site_takes_the_place_of_the_themes_until_it_is_gone(tmp_path: Path) -> None:
    content, own = SITES / "minimal/content", tmp_path / "themes" / "templates"
    page = (ROOT / "themes/placette/templates/404.html").read_text(encoding="utf-8")
    theirs = "Rien ici, mais le lavoir est à deux pas."
    overrides = [str(own)]

    def not_found() -> str:
        return (build(content, tmp_path, THEME_TEMPLATES_OVERRIDES=overrides).output / "404.html").read_text(
            encoding="utf-8"
        )

    before = not_found()
    own.mkdir(parents=True)
    (own / "404.html").write_text(page.replace("{% block main %}", "{% block main %}" + theirs), encoding="utf-8")
    changed = not_found()
    (own / "404.html").unlink()
    assert (theirs in before, theirs in changed, not_found()) == (False, True, before)
