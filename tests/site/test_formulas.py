import re

import pytest

from memgen.site.formulas import formulas, with_papers


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("t_c at alpha_D = D / N", "t<sub>c</sub> at α<sub>D</sub> = D / N"),
        ("falls as P^(-2/D).", "falls as P<sup>−2/D</sup>."),
        ("s_j^2 and N^-1/2", "s<sub>j</sub><sup>2</sup> and N<sup>−1/2</sup>"),
        ("w_mu, zeta_{t,0}(1), gamma_-", "w<sub>μ</sub>, ζ<sub>t,0</sub>(1), γ<sub>−</sub>"),
        ("sqrt(1 - abar) x", '√<span class="root">1 − ᾱ</span> x'),
        ("sqrt(g(t_c))", '√<span class="root">g(t<sub>c</sub>)</span>'),
        ("sqrt d", '√<span class="root">d</span>'),
        ("E[sigma'^2], x'", "E[σ′<sup>2</sup>], x′"),
        ("a -> b, x >= 1, +-x", "a → b, x ≥ 1, ±x"),
        ("N to infinity, grad log p", "N to ∞, ∇ log p"),
        ("sum_ij J_ij", "∑<sub>ij</sub> J<sub>ij</sub>"),
        ("E = -sum_i, |J|_F", "E = −∑<sub>i</sub>, |J|<sub>F</sub>"),
        ("exp(-2^(1-N))", "exp(−2<sup>1−N</sup>)"),
        ("D^-.46(3)", "D<sup>−.46</sup>(3)"),
        ("<x>_t, <z_j>_-", "&lt;x&gt;<sub>t</sub>, &lt;z<sub>j</sub>&gt;<sub>−</sub>"),
        ("<x> & y < 1", "&lt;x&gt; &amp; y &lt; 1"),
    ],
)
def test_a_formula_is_set(typed, shown):
    assert formulas(typed) == shown


@pytest.mark.parametrize(
    "prose",
    [
        "fig2_condensation, symmetric_capacity and app_a3_toy_times stay",
        "the sum of the points' weights (a-d), int and min",
        "leave-one-out means; sigmas, pine, exit",
        "2402.18491 and a 3.5-fold",
    ],
)
def test_words_stay_words(prose):
    assert formulas(prose) == prose


def test_no_caption_is_left_with_typed_markup(gallery):
    """What is left of _ and ^ are names of figures, tables and settings."""
    for figure in gallery.figures:
        claims = [text for c in figure.claims for text in (c.statement, c.contradicts)]
        for text in (figure.entry.title, figure.entry.caption, figure.note, *claims):
            shown = re.sub(r"<[^>]+>", "", formulas(" ".join(text.split())))
            assert "^" not in shown, shown
            names = re.findall(r"\w*_\w*", shown)
            assert all(re.fullmatch(r"[a-z]+\w*_\w{4,}", name) for name in names), names


def test_papers_are_links():
    assert with_papers("(arXiv:2502.09578, theorem 1)") == (
        '(<a href="https://arxiv.org/abs/2502.09578">arXiv:2502.09578</a>, theorem 1)'
    )
    assert "cond-mat/9901234" in with_papers("arXiv:cond-mat/9901234")
