"""The files of the index come from a server, or as scripts where a page was opened as a file."""

from __future__ import annotations

import pytest

from tests.features.search.fixture_engine import run_node

pytestmark = pytest.mark.validator

_FETCHED = """
import { makeLoader } from "./loading.js";
const asked = [];
globalThis.fetch = async (url, options) => {
  asked.push([url, options]);
  return { ok: !url.includes("gone"), json: async () => ({ url }) };
};
const load = makeLoader("https://carnets.example/recherche/data/");
const one = await load("t-ma");
const failed = await load("gone").catch((error) => error.message);
give({ one, failed, asked });
"""
_SCRIPTS = """
import { makeLoader } from "./loading.js";
const left = [];
const holds = { "t-ma": ["t-ma", { found: 1 }], "t-other": ["t-odd", 2] };
globalThis.document = {
  createElement: () => ({ remove() { left.push(this.src); } }),
  head: { append: (script) => setImmediate(() => {
    const told = holds[script.src.match(/([^/]+)\\.js$/)[1]];
    if (!told) return script.onerror();
    placetteIndex(...told);
    script.onload();
  }) },
};
const load = makeLoader("file:///archive/recherche/data/");
const caught = (name) => load(name).catch((error) => `failed: ${error.message}`);
give({ values: await Promise.all(["t-ma", "t-gone", "t-other"].map(caught)), left });
"""
_COPY = """
import { makeLoader } from "./loading.js";
const asked = [];
globalThis.fetch = async (url) => { asked.push(url); return { ok: false }; };
globalThis.document = {
  createElement: () => ({ remove() {} }),
  head: { append: (script) => setImmediate(() => {
    asked.push(script.src);
    const name = script.src.match(/([^/]+)\\.js$/)[1];
    if (name === "t-gone") return script.onerror();
    placetteIndex(name, name.length);
    script.onload();
  }) },
};
const load = makeLoader("https://archives.example/2026/recherche/data/");
const caught = (name) => load(name).catch((error) => `failed: ${error.message}`);
give({ values: [await caught("t-ma"), await caught("root"), await caught("t-ma"), await caught("t-gone")], asked });
"""


def test_a_server_is_asked_whether_a_file_changed() -> None:
    address = "https://carnets.example/recherche/data/"
    assert run_node(_FETCHED, None) == {
        "one": {"url": f"{address}t-ma.json"},
        "failed": "gone",
        "asked": [[f"{address}{name}.json", {"cache": "no-cache"}] for name in ("t-ma", "gone")],
    }


def test_a_page_opened_as_a_file_adds_scripts_and_takes_them_away() -> None:
    """A script that is missing, or tells something else, is a failure like any other."""
    assert run_node(_SCRIPTS, None) == {
        "values": [{"found": 1}, "failed: t-gone", "failed: t-other"],
        "left": [f"file:///archive/recherche/data/{name}.js" for name in ("t-ma", "t-gone", "t-other")],
    }


def test_a_copy_for_a_disk_that_lies_on_a_server_is_searched_all_the_same() -> None:
    folder = "https://archives.example/2026/recherche/data/"
    assert run_node(_COPY, None) == {
        "values": ["failed: t-ma", 4, 4, "failed: t-gone"],
        "asked": [f"{folder}{name}" for name in ("t-ma.json", "root.json", "root.js", "t-ma.js", "t-gone.js")],
    }
