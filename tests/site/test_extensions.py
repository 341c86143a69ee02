import griffe
import markdown

from memgen.site.extensions import Docstrings, Dollars, Papers


def test_latex_between_dollars_is_set():
    text = "With $x_t = \\xi$ and\n\n$$t_c = \\frac{a}{b}$$\n\nfor $5."
    shown = markdown.markdown(text, extensions=[Dollars()])
    assert shown.count("<math") == 2
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">' in shown
    assert "for $5." in shown


def test_docstrings_are_set_as_they_are_collected():
    module = griffe.Module("m")
    module.docstring = griffe.Docstring("A law.\n\n    y = x^2\n\nWith x.")
    Docstrings().on_object(obj=module)
    assert '<div class="equations">' in module.docstring.value


def test_papers_of_pages_are_links():
    text = "(arXiv:2502.09578) [arXiv:1](https://x) `arXiv:2502.09578`"
    shown = markdown.markdown(text, extensions=[Papers()])
    link = '<a href="https://arxiv.org/abs/2502.09578">arXiv:2502.09578</a>'
    assert shown == f'<p>({link}) <a href="https://x">arXiv:1</a> <code>arXiv:2502.09578</code></p>'
    shown = markdown.markdown("[see arXiv:2502.09578](https://x)", extensions=[Papers()])
    assert shown.count("<a ") == 1
