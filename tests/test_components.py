"""Every macro of the theme prints what its examples say: ``components/<component>.yml``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import TypeAdapter

from placette import defaults
from placette.engine.pages.templates import MemoExtension

FILES = {path.stem: yaml.safe_load(path.read_bytes()) for path in Path(__file__).with_name("components").glob("*.yml")}
SAMPLES = FILES.pop("samples")
CASES = [(f, m, s["parameters"], e) for f in sorted(FILES) for m, s in FILES[f].items() for e in s["examples"]]
COMPONENTS = Path(__file__).parents[1] / "themes" / "placette" / "templates" / "components"
_LOADED = tuple(module for name, module in sys.modules.items() if name.startswith("placette"))
"""The modules of every feature that ``defaults`` lists."""
CONTRACT = {name: value for module in _LOADED for name, value in vars(module).items() if isinstance(value, type)}
"""Every class of the theme's contract, by name."""
assert defaults.PLUGINS
OPTIONS: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "extensions": ["jinja2.ext.i18n"]}
ENV = Environment(loader=FileSystemLoader(COMPONENTS.parent), undefined=StrictUndefined, lstrip_blocks=True, **OPTIONS)
ENV.add_extension(MemoExtension)
ENV.install_null_translations(newstyle=True)  # type: ignore[attr-defined]


def complete(value: Any) -> Any:
    """A value of an example, with what it takes from a sample (``like: name``) filled in."""
    if isinstance(value, dict):
        own = {key: complete(field) for key, field in value.items() if key != "like"}
        return complete(SAMPLES[value["like"]]) | own if "like" in value else own
    return [complete(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("component", "macro", "kinds", "example"), CASES)
def test_example(component: str, macro: str, kinds: dict[str, str], example: dict[str, Any]) -> None:
    types = {name: TypeAdapter(eval(kind, CONTRACT)) for name, kind in kinds.items()}
    given = {name: types[name].validate_python(complete(value)) for name, value in example["given"].items()}
    html = " ".join(str(getattr(ENV.get_template(f"components/{component}.html").module, macro)(**given)).split())
    assert [part for part in example.get("holds", []) if part not in html] == []
    assert [part for part in ("<script>alert", "<img src=x", *example.get("lacks", [])) if part in html] == []


def test_every_component_has_examples() -> None:
    assert sorted(FILES) == sorted(path.stem for path in COMPONENTS.glob("*.html"))
