import pytest

from memgen import code_hash as module
from memgen.code_hash import code_hash


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package a <- b <- script, with c beside them."""
    root = tmp_path / "memgen"
    (root / "sub").mkdir(parents=True)
    (root / "__init__.py").write_text("")
    (root / "sub/__init__.py").write_text("")
    (root / "a.py").write_text('"""A."""\n\ndef f(x):\n    """Double."""\n    return 2 * x\n')
    (root / "sub/b.py").write_text("from memgen.a import f\n\ndef g(x):\n    return f(x) + 1\n")
    (root / "sub/c.py").write_text("value = 1\n")
    script = tmp_path / "script.py"
    script.write_text("from memgen.sub.b import g\nprint(g(1))\n")
    monkeypatch.setattr(module, "PACKAGE_ROOT", root)
    return tmp_path


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_prose_changes_nothing(package):
    before = code_hash(package / "script.py")
    edit(package / "memgen/a.py", "Double.", "Twice the argument.")
    edit(package / "memgen/a.py", "return", "# doubled\n\n    return")
    edit(package / "script.py", "print", "# say it\nprint")
    assert code_hash(package / "script.py") == before


@pytest.mark.parametrize(
    ("old", "new"),
    [("2 * x", "3 * x"), ("2 * x", "2 + x"), ("2 * x", "2.0 * x"), ("2 * x", "x * 2")],
)
def test_an_edit_of_code_is_seen_through_imports(package, old, new):
    before = code_hash(package / "script.py")
    edit(package / "memgen/a.py", old, new)
    assert code_hash(package / "script.py") != before


def test_unrelated_modules_are_not_seen(package):
    before = code_hash(package / "script.py")
    edit(package / "memgen/sub/c.py", "1", "2")
    assert code_hash(package / "script.py") == before


def test_a_module_loaded_by_name_counts(package):
    plain = code_hash(package / "script.py")
    before = code_hash(package / "script.py", ["memgen.sub.c"])
    edit(package / "memgen/sub/c.py", "1", "2")
    assert len({plain, before, code_hash(package / "script.py", ["memgen.sub.c"])}) == 3


def test_relative_and_nested_imports_are_followed(package):
    (package / "memgen/sub/b.py").write_text("def g(x):\n    from ..a import f\n    return f(x)\n")
    before = code_hash(package / "script.py")
    edit(package / "memgen/a.py", "2 * x", "4 * x")
    assert code_hash(package / "script.py") != before


def test_none_and_missing_values_differ(package):
    (package / "memgen/a.py").write_text("def f(x):\n    return None\n")
    before = code_hash(package / "script.py")
    (package / "memgen/a.py").write_text("def f(x):\n    return\n")
    assert code_hash(package / "script.py") != before


def test_an_unknown_module_is_named(package):
    with pytest.raises(ModuleNotFoundError, match=r"memgen\.sub\.zz"):
        code_hash(package / "script.py", ["memgen.sub.zz"])


def test_the_hash_is_the_same_on_every_python(package):
    # Pinned: a change of this value means that every result of every user would be remade.
    assert code_hash(package / "script.py") == "c96f86854d6aa764"
