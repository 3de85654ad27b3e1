"""Components called as functions, a fifth of the time of printing a page; page frames, printed around their blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, Template, meta, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from placette.engine.base.files import digest
from placette.engine.rendering.ledger import PageParts
from placette.engine.rendering.views import SiteView

IMPORT = f"; from {__name__} import CUT, Component, printed"
"""The imports of a template's code, on its first line, so that its other lines keep their numbers."""


class _Cut(str):
    """Prints nothing, and is known as an object."""

    __slots__ = ()


CUT = _Cut()
"""What an outermost template prints where one of its blocks begins, and where it ends: see ``PageFrames``."""


class Component(Macro):
    """A macro that is called with its arguments alone."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Return the output of the macro."""
        short = self._argument_count - len(args)
        if short < 0 or self.catch_kwargs or self.catch_varargs or self.explicit_caller:
            return super().__call__(*args, **kwargs)
        if short or self.caller or kwargs:
            left, names = dict(kwargs), self.arguments[len(args) :]
            args = (*args, *[left.pop(name, missing) for name in names])
            if self.caller:
                args += (left.pop("caller", None) or self._environment.undefined("No caller defined", name="caller"),)
            if left:
                raise TypeError(f"macro {self.name!r} takes no argument {', '.join(sorted(left))}")
        return str.__new__(Markup, self._func(*args))


class ComponentCode(CodeGenerator):
    """Jinja's code, but for calls of macros that the template has by name: those it imports, its own, ``caller``."""

    components: frozenset[str] = frozenset()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Return the code of a template."""
        imported = (name for one in node.find_all(nodes.FromImport) for name in one.names)
        known = {name if isinstance(name, str) else name[1] for name in imported}
        self.components = frozenset({*known, *(macro.name for macro in node.find_all(nodes.Macro)), "caller"})
        super().visit_Template(node, frame)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Generate a block between cuts, where it is directly in an outermost template."""
        apart = frame.toplevel and frame.rootlevel and not self.extends_so_far
        if apart:
            self.writeline("yield CUT")
        super().visit_Block(node, frame)
        if apart:
            self.writeline("yield CUT")

    def macro_def(self, macro_ref: MacroRef, _frame: Frame) -> None:
        """Generate a macro as a component."""
        node, name = macro_ref.node, getattr(macro_ref.node, "name", None)
        names = tuple(argument.name for argument in node.args)
        accessed = macro_ref.accesses_kwargs, macro_ref.accesses_varargs, macro_ref.accesses_caller
        self.write(f"Component(environment, macro, {name!r}, {names!r}, {', '.join(map(repr, accessed))}, True)")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Generate a call; a component is called as a Python function."""
        if not self._is_component(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _is_component(self, node: nodes.Node) -> bool:
        return (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Name)
            and node.node.name in self.components
            and not (node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs))
        )

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_component(node):
            self.write("printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_component(node):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def printed(given: object) -> str:
    """Return a component's output, which is safe; anything else, escaped."""
    return given if type(given) is Markup else escape(given)


_FRAME = frozenset({"site"})
"""Names that a page frame may use: it is printed once for all pages of a frame."""
_UNFIT = (nodes.Block, nodes.Include, nodes.Extends, nodes.Macro, nodes.Assign, nodes.AssignBlock)
"""Nodes that can't be around blocks: they may print a page, or pass values to the blocks."""
_Import = nodes.FromImport | nodes.Import


def chain_of(name: str, parents: Mapping[str, str]) -> list[str]:
    """A template, the one that it extends, and so on; the last is the outermost."""
    chain = [name]
    while (found := parents[chain[-1]]) and found not in chain:
        chain.append(found)
    return chain


def parent_of(tree: nodes.Template) -> str:
    """Return the template that one extends; empty for none, and where that is known only in printing."""
    named = [node.template for node in tree.body if isinstance(node, nodes.Extends)]
    return str(named[0].value) if named and isinstance(named[0], nodes.Const) else ""


def shape_of(tree: nodes.Template, environment: Environment) -> list[str] | None:
    """Return a mark of an outermost template's blocks, and the templates that they call; None if inseparable."""
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
    used = [one.template for one in imports if not names.isdisjoint(_given(one))]
    called = sorted(str(template.value) for template in used if isinstance(template, nodes.Const))
    return [digest(repr(blocks).encode()), *dict.fromkeys(called)] if len(called) == len(used) else None


def _names(node: nodes.Node) -> set[str]:
    return {name.name for name in node.find_all(nodes.Name)}


def _given(imported: _Import) -> set[str]:
    """Return the names that an import binds."""
    if isinstance(imported, nodes.Import):
        return {imported.target}
    return {name if isinstance(name, str) else name[1] for name in imported.names}


def print_parts(template: Template, values: Mapping[str, Any], blank: Iterable[str] = ()) -> PageParts:
    """Print a template, cut where its blocks begin and end; ``blank`` ones stay empty. Raises as Jinja does."""
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
class PageFrames:
    """The text around the blocks of pages, printed once for each outermost template and frame."""

    environment: Environment
    printed: dict[str, list[tuple[SiteView, PageParts]]] = field(default_factory=dict)

    def of(self, name: str, site: SiteView) -> PageParts:
        """The page frame that a template prints in a frame, with every block empty."""
        known = self.printed.setdefault(name, [])
        for frame, page_parts in known:  # few: a frame differs by the entry of the menu that is marked
            if frame == site:
                return page_parts
        template = self.environment.get_template(name)
        known.append((site, print_parts(template, {"site": site}, template.blocks)))
        return known[-1][1]


def put_into(page_frame: PageParts, page: PageParts) -> PageParts:
    """The blocks of a page in another page frame; nothing if they don't fit."""
    if len(page_frame) != len(page) or len(page) % 2 == 0:
        return ()
    return tuple(page[at] if at % 2 else around for at, around in enumerate(page_frame))
