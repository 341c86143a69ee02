"""Equations of docstrings and pages as MathML, which browsers set without any script.

Docstrings write equations as one types them, `rho_J(r) = (t / r^2) rho_A(-t (1 + r) / r)`, in
indented blocks. A table of names turns them into LaTeX, and latex2mathml sets them. Pages write
LaTeX, between dollars.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from latex2mathml.converter import convert

WORD = re.compile(r"\w+")
GREEK = WORD.findall(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
NAMES = {name: f"\\{name}" for name in GREEK} | {
    "lam": r"\lambda",
    "eps": r"\varepsilon",
    "inf": r"\infty",
    "infinity": r"\infty",
    "int": r"\int",
    "sum": r"\sum",
    "prod": r"\prod",
    "grad": r"\nabla",
}
FUNCTIONS = WORD.findall("log exp cos sin tan cosh sinh tanh min max lim arctan arccos det arg")
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
    text = ROOT.sub(lambda m: f"sqrt{{{_inner(m[1])}}}", text)
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
    for line in lines:
        if line.startswith("    ") or (block and not line.strip()):
            block.append(line)
            continue
        yield from _block(block)
        block = []
        yield _prose(line)
    yield from _block(block)


def _block(lines: Sequence[str]) -> list[str]:
    written = [line for line in lines if line.strip()]
    return ["", typed(written) or "\n".join(written), ""] if written else []


def _prose(line: str) -> str:
    """Return a line in which < and [ open no tag and no link; code in backticks stays."""
    parts = line.split("`")
    parts[::2] = [
        part.replace("&", "&amp;").replace("<", "&lt;").replace("[", "&#91;").replace("*", "&#42;")
        for part in parts[::2]
    ]
    return "`".join(parts)
