import pytest

from memgen.site.equations import docstring, latex, mathml, typed


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sigma_x^2 + psi_p", r"\sigma_x^{2} + \psi_p"),
        ("t_c <= s^2 -> inf", r"t_c  \le  s^{2}  \to  \infty"),
        ("e^(-2 t) sqrt(Delta)", r"e^{-2 t} \sqrt{\Delta}"),
        ("xi^mu^T", r"\xi^{\mu T}"),
        ("E_{F, w} log Z", r"E_{F, w} \log Z"),
        ("{a, b}", r"\{a, b\}"),
        ("loss(x)", r"\mathrm{loss}(x)"),
    ],
)
def test_typed_equations_become_latex(written, meant):
    assert latex(written).replace(" ", "") == meant.replace(" ", "")


def test_mathml_is_set_without_a_script():
    shown = mathml(r"\frac{1}{2}", display=True)
    assert shown.startswith("<math")
    assert "<mfrac>" in shown
    assert 'display="block"' in shown


def test_code_and_tables_of_words_are_no_equations():
    assert typed([">>> collapse_time(0.2, 0.1)"]) is None
    assert typed(["t_o    onset: every pattern becomes an attractor"]) is None


def test_only_prose_before_the_sections_is_touched():
    text = (
        "Return f<x>.\n\n    f = x^2\n\nParameters\n----------\nx : list[int]\n    Of <any> kind."
    )
    shown = docstring(text)
    assert "Return f&lt;x>." in shown
    assert '<div class="equations">' in shown
    assert shown.endswith("Parameters\n----------\nx : list[int]\n    Of <any> kind.")


def test_code_in_backticks_stays():
    assert docstring("A list `a[0] < 1` of [words].").startswith("A list `a[0] < 1` of &#91;words")


def test_every_equation_of_the_library_is_set(root):
    """No docstring of the library holds an equation that cannot be set."""
    import ast

    count = 0
    for path in sorted((root / "src/memgen").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                shown = docstring(ast.get_docstring(node) or "")
                count += shown.count('class="equations"')
    assert count > 100
