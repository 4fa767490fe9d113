"""How templates become Python: as Jinja2 does it, without what a page of ours pays for and does not use.

A page calls and writes out a thousand things. Jinja2 looks at each call whether the function wants the template's
context, which none of ours does, escapes what macros answer although it is mark-up already, and makes mark-up of every
text only to write it out. All that costs more than the work itself (decision 30).
"""

from collections.abc import Callable
from functools import partial
from keyword import iskeyword
from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro, missing
from markupsafe import Markup

# Escapes what is a `str` and nothing else; not promised by MarkupSafe, whose promise does the same more slowly.
escaped = getattr(markupsafe, "_escape_inner", markupsafe.escape)
# Makes mark-up of what is a `str` and nothing else, without looking whether it is.
marked: Callable[[str], Markup] = partial(str.__new__, Markup)
# Behind Jinja2's own imports in the same line, so that errors still name the lines of templates.
IMPORTS = f"; from {__name__} import PlainMacro as Macro, escaped, written; String = str; lost = object()"

# For arguments that are not given: so many of the sign by which a macro takes its default.
BLANKS = [(missing,) * count for count in range(100)]


class PlainMacro(Macro):
    """A macro that is called with what it takes, which is nearly always; all else is Jinja2's."""

    def __init__(self, *facts) -> None:
        super().__init__(*facts)
        self._names = [*self.arguments, "caller"] if self.caller and not self.explicit_caller else self.arguments
        self._plain = self._default_autoescape and not (self.catch_kwargs or self.catch_varargs or self.explicit_caller)

    def __call__(self, *given, **named):
        """What the macro answers, as mark-up."""
        open_places = self._argument_count - len(given)
        if not self._plain or open_places < 0 or self.caller != ("caller" in named):
            return super().__call__(*given, **named)
        if not named:
            return marked(self._func(*given, *BLANKS[open_places]))
        rest = self._names[len(given) :]
        values = [named.pop(name, missing) for name in rest]
        if named:  # Jinja2 says what is wrong with it
            return super().__call__(*given, **dict(zip(rest, values, strict=True)), **named)
        return marked(self._func(*given, *values))


def written(value: Any) -> str:
    """What a page says of a value."""
    if type(value) is str:
        return escaped(value)
    return value.__html__() if hasattr(value, "__html__") else escaped(str(value))


class PlainCalls(CodeGenerator):
    """Calls functions and asks for facts as they stand, and writes mark-up out as it is; all else is Jinja2's."""

    imported = False

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """A line of Python; the first one imports."""
        super().writeline(x if self.imported else x + IMPORTS, node, extra)
        self.imported = True

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  Jinja2's name
        """A call; the rarer shapes (stars, a keyword of Python's) stay with Jinja2."""
        given = [*node.args, *node.kwargs]
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for argument in given:
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  Jinja2's name
        """A fact of something; where it has none by that name (a dictionary), Jinja2 looks on."""
        self.write("(t_has if (t_has := getattr((t_one := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, lost)) is not lost else environment.getattr(t_one, {node.attr!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_plain(frame, finalize):
            self.write("(t_out if (t_type := type(t_out := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_plain(frame, finalize):
            self.write("))) is Markup else escaped(t_out) if t_type is String else written(t_out))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_plain(self, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
