"""How templates become Python: as Jinja2 does it, without what a page of ours pays for and does not use.

A page calls and writes out a thousand things. Jinja2 looks at each call whether the function wants the template's
context, which none of ours does, and escapes what macros answer although it is mark-up already. Both cost more than the
work itself (decision 30).
"""

from keyword import iskeyword

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class PlainCalls(CodeGenerator):
    """Calls functions as they stand, and writes mark-up out as it is; all else is Jinja2's."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  Jinja2's name
        """A call; the rarer shapes (a block for a caller, stars, a keyword of Python's) stay with Jinja2."""
        given = [*node.args, *node.kwargs]
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for argument in given:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_plain(frame, finalize):
            self.write("(t_out if type(t_out := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_plain(frame, finalize):
            self.write(")) is Markup else escape(t_out))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_plain(self, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
