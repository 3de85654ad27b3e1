"""Components called as the functions that they are: a fifth of the time of printing a page went into calling them.

Jinja asks of everything that a template calls whether it wants the context, and of each macro in which mode it was
called. Our macros want no context, and in all of them everything is escaped (``autoescape``).
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

IMPORT = f"; from {__name__} import CUT, Component, printed"
"""What the code of a template imports, on its first line, so that its other lines stay where they are."""


class _Cut(str):
    """Prints nothing, and is known as an object."""

    __slots__ = ()


CUT = _Cut()
"""What an outermost template prints where one of its blocks begins, and where it ends: see ``shells.py``."""


class Component(Macro):
    """A macro that is called with its arguments alone."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """What the macro prints."""
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
        """The code of a template."""
        imported = (name for one in node.find_all(nodes.FromImport) for name in one.names)
        known = {name if isinstance(name, str) else name[1] for name in imported}
        self.components = frozenset({*known, *(macro.name for macro in node.find_all(nodes.Macro)), "caller"})
        super().visit_Template(node, frame)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """A block between cuts, where it stands directly in an outermost template."""
        apart = frame.toplevel and frame.rootlevel and not self.extends_so_far
        if apart:
            self.writeline("yield CUT")
        super().visit_Block(node, frame)
        if apart:
            self.writeline("yield CUT")

    def macro_def(self, macro_ref: MacroRef, _frame: Frame) -> None:
        """A macro as a component."""
        node, name = macro_ref.node, getattr(macro_ref.node, "name", None)
        names = tuple(argument.name for argument in node.args)
        accessed = macro_ref.accesses_kwargs, macro_ref.accesses_varargs, macro_ref.accesses_caller
        self.write(f"Component(environment, macro, {name!r}, {names!r}, {', '.join(map(repr, accessed))}, True)")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """A call; one of a component is a call of Python's."""
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
    """What a component gives, which is safe; anything else, escaped."""
    return given if type(given) is Markup else escape(given)
