"""Every macro of the theme prints what its examples say: ``components/<component>.yml``."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any, get_type_hints

import jinja2
import pytest
import yaml
from pydantic import TypeAdapter

from plugins.core import views

CASES = Path(__file__).with_name("components")
TEMPLATES = Path(__file__).parents[1] / "themes" / "placette" / "templates"
SAMPLES = yaml.safe_load((CASES / "samples.yml").read_text(encoding="utf-8"))
HOSTILE = ("<script>alert", "<img src=x", '"><')
ENV = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
                         trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
ENV.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
EXAMPLES = [(path.stem, macro, spec["parameters"], example) for path in sorted(CASES.glob("*.yml")) if path.stem != "samples"
            for macro, spec in yaml.safe_load(path.read_text(encoding="utf-8")).items() for example in spec["examples"]]


def complete(value: Any) -> Any:
    """A value of an example, with what it takes from a sample (``like: name``) filled in."""
    if isinstance(value, dict):
        return complete(SAMPLES[value["like"]] if "like" in value else {}) | {k: complete(v) for k, v in value.items() if k != "like"}
    return [complete(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("component", "macro", "parameters", "example"), EXAMPLES)
def test_example(component: str, macro: str, parameters: dict[str, str], example: dict[str, Any]) -> None:
    kinds = get_type_hints(types.SimpleNamespace(__annotations__=parameters), vars(views))
    given = {name: TypeAdapter(kinds[name]).validate_python(complete(value)) for name, value in example["given"].items()}
    html = " ".join(str(getattr(ENV.get_template(f"components/{component}.html").module, macro)(**given)).split())
    assert [part for part in example.get("holds", []) if part not in html] == []
    assert [part for part in [*example.get("lacks", []), *HOSTILE] if part in html] == []
