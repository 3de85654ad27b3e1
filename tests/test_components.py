"""Every macro of the theme and of the packages prints what its examples say: ``components/<component>.yml``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import TypeAdapter

from placette import defaults

HERE = Path(__file__).parent
EXAMPLES = sorted(path for room in (".", "placette_*") for path in HERE.glob(f"{room}/components/*.yml"))
FILES = {path.stem: yaml.safe_load(path.read_bytes()) for path in EXAMPLES}
SAMPLES = FILES.pop("samples")
CASES = [(f, m, s["parameters"], e) for f in sorted(FILES) for m, s in FILES[f].items() for e in s["examples"]]
TEMPLATES = [
    HERE.parent / "themes" / "placette" / "templates",
    *sorted(HERE.parent.glob("plugins/placette_*/templates")),
]
COMPONENTS = sorted(path.stem for folder in TEMPLATES for path in folder.glob("components/*.html"))
for _feature in defaults.PLUGINS:
    import_module(_feature)
_LOADED = tuple(module for name, module in sys.modules.items() if name.startswith("placette"))
"""The modules of every feature that ``defaults`` lists."""
CONTRACT = {name: value for module in _LOADED for name, value in vars(module).items() if isinstance(value, type)}
"""Every class of the theme's contract, by name."""
OPTIONS: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "extensions": ["jinja2.ext.i18n"]}
ENV = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, lstrip_blocks=True, **OPTIONS)
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
    assert sorted(FILES) == COMPONENTS
    assert len(FILES) + 1 == len(EXAMPLES), "two have one name, or there are no samples"
