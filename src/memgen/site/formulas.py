"""Formulas within sentences, typed as in `t_c = (P^(2/D) - 1)^-1`, as HTML that browsers set.

Captions, notes and claims are plain text, which README pages and figures' reports print as it is.
A page of the site sets their Greek letters, subscripts, powers, roots and signs; words stay as they
are, and so do names of figures and tables (`fig2_condensation`).
"""

import html
import re
from html.entities import html5

from memgen.site.equations import GREEK

LETTERS = {name: html5[f"{name};"] for name in GREEK}
LETTERS |= {"eps": "ε", "lam": "λ", "abar": "ᾱ", "infinity": "∞", "grad": "∇", "prod": "∏"}
# What else may have a subscript, and how it is shown then.
CARRIERS = {"sum": "∑", "int": "∫", "min": "min", "max": "max", "score": "score"}
SIGNS = {
    "->": "→",
    "<-": "←",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "+-": "±",
    "<<": "≪",
    ">>": "≫",
    " - ": " − ",
}
BRACKET = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
TOKEN = re.compile(
    "|".join(
        [
            # roots, of a bracket or of one symbol
            rf"\bsqrt\s*(?P<root>{BRACKET}|[A-Za-z]\w*)",
            # one letter or its Greek name, with a subscript
            rf"(?<![\w.])(?P<base>[A-Za-z]|{'|'.join([*LETTERS, *CARRIERS])})"
            r"_(?P<sub>\{[^{}]*\}|[A-Za-z0-9]{1,5}|[+-])(?![A-Za-z0-9_])",
            # the subscript of a mean <...>, a norm or a bracket
            r"(?<=[>)\]|])_(?P<lowered>\{[^{}]*\}|[A-Za-z0-9]{1,5}|[+-])(?![A-Za-z0-9_])",
            rf"(?<![\w.])(?P<letter>{'|'.join(LETTERS)})(?![A-Za-z0-9_])",
            rf"\^(?P<power>\{{[^{{}}]*\}}|{BRACKET}|-?\d*\.?\d+(?:/\d+)?|[A-Za-z]+|\*)",
            r"(?P<prime>(?<=\b[A-Za-z])'(?!\w))",
            rf"(?P<sign>{'|'.join(map(re.escape, SIGNS))})",
            r"(?P<minus>(?<![^\s(|=])-(?=[\w.|]))",
        ]
    )
)
PAPER = re.compile(r"arXiv:(\d{4}\.\d{4,5}|[a-z-]+/\d{7})")


def formulas(text: str) -> str:
    """Return text as HTML: its formulas set, all else escaped."""
    out, end = [], 0
    for match in TOKEN.finditer(text):
        out += [_escaped(text[end : match.start()]), _token(match)]
        end = match.end()
    return _primed("".join([*out, _escaped(text[end:])]))


def with_papers(markup: str) -> str:
    """Return HTML in which each arXiv number is a link to its abstract."""
    return PAPER.sub(lambda m: f'<a href="{address(m[1])}">{m[0]}</a>', markup)


def address(number: str) -> str:
    """Return where the abstract of an arXiv number is."""
    return f"https://arxiv.org/abs/{number}"


def _token(match: re.Match[str]) -> str:
    given = match.groupdict()
    if given["root"]:
        return f'√<span class="root">{formulas(_inner(given["root"]))}</span>'
    if given["base"]:
        base = (LETTERS | CARRIERS).get(given["base"], given["base"])
        return f"{base}<sub>{formulas(_inner(given['sub']).replace('-', '−'))}</sub>"
    if given["lowered"]:
        return f"<sub>{formulas(_inner(given['lowered']).replace('-', '−'))}</sub>"
    if given["letter"]:
        return LETTERS[given["letter"]]
    if given["power"]:
        return f"<sup>{formulas(_inner(given['power']).replace('-', '−'))}</sup>"
    if given["prime"]:
        return "′"
    return SIGNS.get(given["sign"] or "", "−")


def _inner(text: str) -> str:
    return text[1:-1] if text.startswith(("(", "{")) else text


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _primed(markup: str) -> str:
    """Set the prime of a Greek letter: that of a Latin one was seen before, in the typed text."""
    return re.sub(r"(?<=[Α-ω])'(?!\w)", "′", markup)
