"""Equations of docstrings and pages as MathML, which browsers set without any script.

Docstrings write equations as one types them, `rho_J(r) = (t / r^2) rho_A(-t (1 + r) / r)`, in
indented blocks. A table of names turns them into LaTeX, and latex2mathml sets them. Pages write
LaTeX, between dollars.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import griffe
from latex2mathml.converter import convert
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega"
).split()
CAPITALS = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
NAMES = {name: f"\\{name}" for name in [*GREEK, *CAPITALS]} | {
    "lam": r"\lambda",
    "eps": r"\varepsilon",
    "inf": r"\infty",
    "infinity": r"\infty",
    "int": r"\int",
    "sum": r"\sum",
    "prod": r"\prod",
    "grad": r"\nabla",
}
FUNCTIONS = set("log exp cos sin tan cosh sinh tanh min max lim arctan arccos det arg".split())
SIGNS = [
    ("<->", r" \leftrightarrow "),
    ("->", r" \to "),
    ("<-", r" \leftarrow "),
    ("<=", r" \le "),
    (">=", r" \ge "),
    ("!=", r" \ne "),
    ("+-", r" \pm "),
    ("-+", r" \mp "),
    ("<<", r" \ll "),
    (">>", r" \gg "),
    ("...", r" \dots "),
    ("~", r" \sim "),
    ("<", r" \lt "),
    (">", r" \gt "),
    ("%", r"\%"),
    ("&", r"\&"),
    ("#", r"\#"),
]
TOKEN = re.compile(
    "|".join(
        [
            r"(?P<gap>\s{2,})",
            r"(?P<word>[A-Za-z]+)",
            r"(?P<sign>" + "|".join(re.escape(sign) for sign, _ in SIGNS) + ")",
        ]
    )
)
# What stands raised or lowered as a whole: ^(...), ^-1, _(...), with one pair of brackets within.
BRACKET = r"\((?:[^()]|\([^()]*\))*\)"
RAISED = re.compile(rf"([\^_])({BRACKET}|-?\d+(?:/\d+)?|[A-Za-z]{{2,}}(?:,[A-Za-z]+)*|\*)")
TWICE = re.compile(r"\^(\w+)\^(\w+)")
ROOT = re.compile(rf"sqrt\s*({BRACKET}|[A-Za-z]\w*)")
EQUATION = re.compile(r"[=<>~^]|->")
PROMPT = re.compile(r"^\s*(>>>|\.\.\. |def |from |import |make |snakemake )", re.MULTILINE)


def latex(text: str) -> str:
    """Return one typed line as LaTeX."""
    text = text.replace("\\", r"\backslash ")
    text = TWICE.sub(r"^{\1 \2}", text)
    text = ROOT.sub(lambda m: f" sqrt{{{_inner(m[1])}}}", text)
    text = RAISED.sub(lambda m: f"{m[1]}{{{_inner(m[2])}}}", text)
    text = _matched_braces(text)
    return TOKEN.sub(_token, text)


def _inner(text: str) -> str:
    return text[1:-1] if text.startswith("(") else text


def _matched_braces(text: str) -> str:
    """Keep the braces of subscripts, powers and roots, and show all others."""
    out, stack = [], []
    for place, sign in enumerate(text):
        if sign == "{":
            groups = text[:place].endswith(("^", "_", "sqrt"))
            stack.append(groups)
            out.append("{" if groups else r"\{")
        elif sign == "}":
            groups = stack.pop() if stack else False
            out.append("}" if groups else r"\}")
        else:
            out.append(sign)
    return "".join(out)


def _token(match: re.Match[str]) -> str:
    kind, text = match.lastgroup, match[0]
    if kind == "gap":
        return r"\quad "
    if kind == "sign":
        return dict(SIGNS)[text]
    if text == "sqrt":
        return r"\sqrt" if match.string[match.end() :].startswith("{") else r"\surd "
    if text in NAMES:
        return NAMES[text] + " "
    if text in FUNCTIONS:
        return f"\\{text} "
    return text if len(text) == 1 else rf"\mathrm{{{text}}} "


@lru_cache(maxsize=4096)
def mathml(source: str, display: bool = False) -> str:
    """Return LaTeX as MathML."""
    return convert(source, display="block" if display else "inline")


def typed(lines: Sequence[str]) -> str | None:
    """Return an indented block of a docstring set line by line, or None if it is no equation."""
    text = "\n".join(lines)
    if PROMPT.search(text) or not EQUATION.search(text):
        return None
    shown = (f"<div>{mathml(latex(line.strip()), display=True)}</div>" for line in lines)
    return f'<div class="equations">{"".join(shown)}</div>'


def docstring(text: str) -> str:
    """Return a docstring as Markdown: equations set, and prose free of accidental markup.

    Only what stands before the first section (Parameters, Returns, ...) is touched.
    """
    head, underline, sections = text.partition("\n---")
    if underline:
        head, _, title = head.rpartition("\n")
        sections = f"\n{title}\n---{sections}"
    return "\n".join(_paragraphs(head.split("\n"))) + sections


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a docstring's prose, with its indented blocks as equations."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("    ") or (block and not line.strip()):
            block.append(line)
            continue
        if block:
            yield from _block([one for one in block if one.strip()])
            block = []
        yield _prose(line)


def _block(lines: list[str]) -> list[str]:
    shown = typed(lines)
    return ["", shown or "\n".join(lines), ""]


def _prose(line: str) -> str:
    """Return a line in which < and [ open no tag and no link; code in backticks stays."""
    parts = line.split("`")
    parts[::2] = [
        part.replace("&", "&amp;").replace("<", "&lt;").replace("[", "&#91;").replace("*", "&#42;")
        for part in parts[::2]
    ]
    return "`".join(parts)


class Docstrings(griffe.Extension):
    """Sets the equations of every docstring that is collected for the reference."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of an object."""
        if obj.docstring:
            obj.docstring.value = docstring(obj.docstring.value)


class Dollars(Extension):
    """Python-Markdown's extension for LaTeX between dollars, $x$ in a line and $$x$$ on display."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name is Markdown's
        """Register both patterns, before those that would see emphasis in them."""
        md.inlinePatterns.register(_Dollars(r"\$\$(.+?)\$\$", md, display=True), "display", 186)
        md.inlinePatterns.register(_Dollars(r"(?<!\$)\$([^$\n]+)\$", md), "inline", 185)


class _Dollars(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, display: bool = False) -> None:
        super().__init__(pattern, md)
        self.compiled_re = re.compile(pattern, re.DOTALL)
        self.display = display

    def handleMatch(  # noqa: N802, the name is Markdown's
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Return what stands for the match: markup that is kept as it is."""
        return self.md.htmlStash.store(mathml(m[1], self.display)), m.start(0), m.end(0)
