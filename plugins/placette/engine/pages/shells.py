"""A page is its shell around its blocks: where the shell alone has changed, the blocks that lie there stay.

The shell is the outermost template; the blocks are those that stand directly in it, with all that they print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from jinja2 import Environment, Template, meta, nodes

from placette.engine.base.files import digest
from placette.engine.pages.components import CUT
from placette.engine.pages.ledger import Pieces
from placette.engine.pages.views import SiteView

_FRAME = frozenset({"site"})
"""What a shell may look at: it is printed once for all pages of a frame."""
_UNFIT = (nodes.Block, nodes.Include, nodes.Extends, nodes.Macro, nodes.Assign, nodes.AssignBlock)
"""What can't be around blocks: it may print a page, or say something to the blocks."""
_Import = nodes.FromImport | nodes.Import


def chain_of(name: str, parents: Mapping[str, str]) -> list[str]:
    """A template, the one that it extends, and so on; the last is the outermost."""
    chain = [name]
    while (found := parents[chain[-1]]) and found not in chain:
        chain.append(found)
    return chain


def parent_of(tree: nodes.Template) -> str:
    """The template that one extends; empty for none, and where only printing shows which."""
    named = [node.template for node in tree.body if isinstance(node, nodes.Extends)]
    return str(named[0].value) if named and isinstance(named[0], nodes.Const) else ""


def shape_of(tree: nodes.Template, environment: Environment) -> list[str] | None:
    """What an outermost template prints its blocks from: a mark of their code, and the templates that they call.

    None if it can't be told apart what is printed from a page.
    """
    blocks = [node for node in tree.body if isinstance(node, nodes.Block)]
    around = nodes.Template([node for node in tree.body if not isinstance(node, nodes.Block)], lineno=1)
    imports: list[_Import] = [*around.find_all(nodes.FromImport), *around.find_all(nodes.Import)]
    unfit = any(around.find(kind) for kind in _UNFIT) or any(one.with_context for one in imports)
    if unfit or not blocks or "self" in _names(around):  # which would print a block
        return None
    around.set_environment(environment)
    if not meta.find_undeclared_variables(around) <= _FRAME:
        return None
    names = {name for block in blocks for name in _names(block)}
    called = {_template_of(one) for one in imports if not names.isdisjoint(_given(one))}
    return [digest(repr(blocks).encode()), *sorted(called)] if "" not in called else None


def _names(node: nodes.Node) -> set[str]:
    return {name.name for name in node.find_all(nodes.Name)}


def _given(imported: _Import) -> set[str]:
    """The names that an import gives."""
    if isinstance(imported, nodes.Import):
        return {imported.target}
    return {name if isinstance(name, str) else name[1] for name in imported.names}


def _template_of(imported: _Import) -> str:
    """The template that is imported; empty where only printing shows which."""
    named = imported.template
    return str(named.value) if isinstance(named, nodes.Const) else ""


def print_pieces(template: Template, values: Mapping[str, Any], blank: Iterable[str] = ()) -> Pieces:
    """What a template prints, cut where its blocks begin and end; those that are ``blank`` stay empty.

    Raises what Jinja raises, with the line of the template.
    """
    context = template.new_context(values)  # type: ignore[arg-type]
    for name in blank:
        context.blocks[name] = [_nothing, _nothing]
    try:
        chunks = [*template.root_render_func(context)]
    except Exception:  # noqa: BLE001 - raised again at once
        template.environment.handle_exception()
    edges = [0, *(at for at, chunk in enumerate(chunks) if chunk is CUT), len(chunks)]
    return tuple("".join(chunks[start:end]).encode() for start, end in pairwise(edges))


def _nothing(_context: Any) -> Iterator[str]:
    return iter(())


@dataclass(slots=True)
class Shells:
    """What is printed around the blocks of pages, once for each outermost template and frame."""

    environment: Environment
    printed: dict[str, list[tuple[SiteView, Pieces]]] = field(default_factory=dict)

    def of(self, name: str, site: SiteView) -> Pieces:
        """The shell that a template prints in a frame, with every block empty."""
        known = self.printed.setdefault(name, [])
        for frame, pieces in known:  # few: a frame differs by the entry of the menu that is marked
            if frame == site:
                return pieces
        template = self.environment.get_template(name)
        known.append((site, print_pieces(template, {"site": site}, template.blocks)))
        return known[-1][1]


def put_into(shell: Pieces, page: Pieces) -> Pieces:
    """The blocks of a page in another shell; nothing if they don't fit."""
    if len(shell) != len(page) or len(page) % 2 == 0:
        return ()
    return tuple(page[at] if at % 2 else around for at, around in enumerate(shell))
