"""What mkdocs and mkdocstrings call: equations of docstrings, LaTeX between dollars, papers."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import griffe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from memgen.site.equations import docstring, mathml
from memgen.site.formulas import PAPER, address


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
        self, m: re.Match[str], _: str
    ) -> tuple[str, int, int]:
        """Return what stands for the match: markup that is kept as it is."""
        shown = mathml(m[1], self.display)
        if self.display:
            # on a phone a wide equation scrolls by itself, and the page does not
            shown = f'<span class="display-equation">{shown}</span>'
        return self.md.htmlStash.store(shown), m.start(0), m.end(0)


class Papers(Extension):
    """Python-Markdown's extension that makes links of arXiv numbers, arXiv:2502.09578."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name is Markdown's
        """Register the pattern, after those of code and of links."""
        md.inlinePatterns.register(_Papers(PAPER.pattern, md), "papers", 85)


class _Papers(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # noqa: N802, the name is Markdown's
        self, m: re.Match[str], _: str
    ) -> tuple[Element, int, int]:
        """Return the link that stands for the match."""
        link = Element("a", href=address(m[1]))
        link.text = m[0]
        return link, m.start(0), m.end(0)
