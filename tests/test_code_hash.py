import ast
import io
import json
import keyword
import os
import sys
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen import code_hash as module
from memgen.code_hash import UNTRACKED, CodeHashes, code_hash

SOURCES = sorted(module.PACKAGE_ROOT.rglob("*.py"))
OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "**": "*", "<": ">", "<=": "<", "==": "!="}

# What parsers of different Pythons have treated differently, and other rare forms.
RARE = '''\
"""A module."""
import numpy as np
type_ = f"{np.pi:.{3}f} {np.e!r:>10} {1 + 1 = }" "joined" f"{'nested'}" 'é\\u1c90', rb"\\x00"
async def f(a, /, b: int = 1, *c, d=None, **e) -> "None":
    """A docstring."""
    async with a as x, b: yield x
    return [*c, {**e, "k": ...}, -0.0, 1e400, 3j, a[1:, ::2], (y := 4), lambda: (yield)]
@f
class A(B, metaclass=C):
    x: int
    def g(self):
        match self:
            case {"a": 1, **rest} | [None, True, *_] if rest: pass
            case A(x=3): global h; h = not a < b <= c is not d
        try: raise E from None
        except* (F, G) as error: del error
        else: assert 1, "m"
        finally: nonlocal_ = None
        return
'''


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
    monkeypatch.setattr(module, "CACHE", tmp_path / "cache.json")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def sees(package, path, *modules):
    """Whether the script's hash changes with one more statement in a file of the package."""
    before = code_hash(package / "script.py", modules)
    text = (package / "memgen" / path).read_text()
    (package / "memgen" / path).write_text(f"{text}\nADDED = 1\n")
    after = code_hash(package / "script.py", modules)
    (package / "memgen" / path).write_text(text)
    assert code_hash(package / "script.py", modules) == before
    return after != before


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
    assert not sees(package, "sub/c.py")


def test_a_module_loaded_by_name_counts(package):
    assert code_hash(package / "script.py") != code_hash(package / "script.py", ["memgen.sub.c"])
    assert sees(package, "sub/c.py", "memgen.sub.c")


@pytest.mark.parametrize(
    "line",
    [
        "import memgen.sub.c",
        "import numpy, memgen.sub.c as other",
        "from memgen.sub import c",
        "from memgen.sub.c import value",
        "from memgen.sub.c import *",
        "def late():\n    from memgen.sub import c",
    ],
)
def test_every_form_of_import_is_followed(package, line):
    write(package / "script.py", f"{line}\n")
    assert sees(package, "sub/c.py")
    assert sees(package, "sub/__init__.py")
    assert sees(package, "__init__.py")
    assert not sees(package, "sub/b.py")


@pytest.mark.parametrize(
    "line", ["from ..a import f", "from .. import a", "from ..a import (f as twice)"]
)
def test_relative_imports_are_followed(package, line):
    write(package / "memgen/sub/b.py", f"def g(x):\n    {line}\n")
    assert sees(package, "a.py")


def test_a_relative_import_in_a_package_starts_there(package):
    write(package / "memgen/sub/__init__.py", "from .c import value\n")
    assert sees(package, "sub/c.py")


def test_an_import_from_above_the_package_is_not_its_own(package):
    write(package / "memgen/sub/b.py", "from ...a import f\nfrom ....memgen import a\n")
    assert not sees(package, "a.py")


def test_a_name_of_a_package_may_be_a_module(package):
    """`from memgen.sub import c` runs sub/c.py only where sub has no name c of its own."""
    write(package / "script.py", "from memgen.sub import c, missing\n")
    write(package / "memgen/sub/__init__.py", "c = 1\n")
    assert sees(package, "sub/c.py")
    before = code_hash(package / "script.py")
    write(package / "memgen/sub/missing.py", "value = 2\n")
    assert code_hash(package / "script.py") != before


def test_imports_may_be_circular(package):
    write(package / "memgen/a.py", "from memgen.sub import b\n\ndef f(x):\n    return x\n")
    assert sees(package, "a.py")
    assert sees(package, "sub/b.py")


def test_a_moved_module_is_another(package):
    before = code_hash(package / "script.py")
    (package / "memgen/a.py").rename(package / "memgen/z.py")
    edit(package / "memgen/sub/b.py", "memgen.a", "memgen.z")
    assert code_hash(package / "script.py") != before


def test_settings_and_the_frame_of_a_job_are_not_tracked(package):
    write(package / "script.py", "from memgen import job\nfrom memgen.settings.deep import x\n")
    write(package / "memgen/job.py", "from memgen import a\n")
    write(package / "memgen/settings/__init__.py", "from memgen.sub import c\n")
    write(package / "memgen/settings/deep.py", "x = 1\n")
    for path in ("job.py", "a.py", "settings/__init__.py", "settings/deep.py", "sub/c.py"):
        assert not sees(package, path)
    assert sees(package, "__init__.py")


@pytest.mark.parametrize("name", ["sub/job.py", "sub/settings.py", "settings_of_mine.py"])
def test_a_like_name_elsewhere_counts(package, name):
    write(package / "memgen" / name, "value = 1\n")
    imported = name.removesuffix(".py").replace("/", ".")
    write(package / "script.py", f"import memgen.{imported}\n")
    assert sees(package, name)


def test_what_is_untracked_exists():
    for path in UNTRACKED:
        assert (module.PACKAGE_ROOT / path).exists()


def test_none_and_missing_values_differ(package):
    write(package / "memgen/a.py", "def f(x):\n    return None\n")
    before = code_hash(package / "script.py")
    write(package / "memgen/a.py", "def f(x):\n    return\n")
    assert code_hash(package / "script.py") != before


def test_an_unknown_module_is_named(package):
    with pytest.raises(ModuleNotFoundError, match=r"memgen\.sub\.zz"):
        code_hash(package / "script.py", ["memgen.sub.zz"])
    with pytest.raises(ModuleNotFoundError, match="numpy"):
        code_hash(package / "script.py", ["numpy"])


def test_the_hash_is_the_same_on_every_python(package):
    # Pinned: a change of these values means that every result of every user would be remade.
    assert code_hash(package / "script.py") == "c96f86854d6aa764"
    write(package / "memgen/a.py", RARE)
    assert code_hash(package / "script.py") == "759b6fcae2eb00d9"


def digest(text):
    return module._tree_digest(ast.parse(text))


def tokens(text):
    return list(tokenize.generate_tokens(io.StringIO(text).readline))


def docstrings(tree):
    """The nodes of the docstrings of a tree."""
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return [
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, documented) and ast.get_docstring(node) is not None
    ]


@settings(max_examples=20)
@given(path=st.sampled_from(SOURCES))
def test_format_comments_and_docstrings_do_not_count(path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for token in tokens(text):
        if token.type == tokenize.NEWLINE:
            lines[token.start[0] - 1] += "  # a remark\n\n"
    assert digest("\n".join(lines)) == digest(text)
    tree = ast.parse(text)
    assert digest(ast.unparse(tree)) == digest(text)
    for node in docstrings(tree):
        node.value = "Other words."
    assert digest(ast.unparse(tree)) == digest(text)


def mutant(token):
    """Another token that may stand in the place of one; None where there is no simple one."""
    if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
        return f"{token.string}_"
    if token.type == tokenize.NUMBER:
        return f"1{token.string}"
    if token.type == tokenize.STRING:
        return f"{token.string} {'b' if 'b' in token.string.lower()[:2] else ''}'_'"
    return OPERATORS.get(token.string) if token.type == tokenize.OP else None


@given(path=st.sampled_from(SOURCES), data=st.data())
def test_every_other_token_counts(path, data):
    text = path.read_text(encoding="utf-8")
    prose = {(node.lineno, node.col_offset) for node in docstrings(ast.parse(text))}
    choices = [token for token in tokens(text) if mutant(token) and token.start not in prose]
    if not choices:
        return
    token = data.draw(st.sampled_from(choices))
    (line, start), (last, end) = token.start, token.end
    lines = text.splitlines()
    lines[line - 1 : last] = [lines[line - 1][:start] + mutant(token) + lines[last - 1][end:]]
    try:
        changed = digest("\n".join(lines))
    except SyntaxError:
        return
    assert changed != digest(text), f"{path}:{line}: {token.string} -> {mutant(token)}"


def test_a_look_is_taken_once(package):
    look = CodeHashes()
    before = look(package / "script.py")
    edit(package / "memgen/a.py", "2 * x", "3 * x")
    assert look(package / "script.py") == before
    assert CodeHashes()(package / "script.py") != before


def counted(monkeypatch):
    """Count the files that are parsed from now on."""
    parsed = []
    parse = ast.parse

    def count(*arguments, **options):
        parsed.append(options.get("filename"))
        return parse(*arguments, **options)

    monkeypatch.setattr(module.ast, "parse", count)
    return parsed


def test_a_later_process_parses_nothing_again(package, monkeypatch):
    first = code_hash(package / "script.py")
    parsed = counted(monkeypatch)
    assert code_hash(package / "script.py") == first
    assert parsed == []
    edit(package / "memgen/a.py", "2 * x", "3 * x")
    code_hash(package / "script.py")
    assert [Path(name).name for name in parsed] == ["a.py"]


def test_an_edit_of_same_size_and_time_is_seen(package):
    path = package / "memgen/a.py"
    status = path.stat()
    before = code_hash(package / "script.py")
    edit(path, "2 * x", "3 * x")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns)
    assert code_hash(package / "script.py") != before


@pytest.mark.parametrize("damage", ["digit", "cut", "empty", "binary", "foreign"])
def test_a_damaged_cache_is_no_cache(package, monkeypatch, damage):
    right = code_hash(package / "script.py")
    whole = module.CACHE.read_bytes()
    digest = code_of(package / "memgen/a.py")
    wrong = digest.replace(digest[0], "0" if digest[0] != "0" else "1").encode()
    assert digest.encode() in whole
    module.CACHE.write_bytes(
        {
            "digit": whole.replace(digest.encode(), wrong),
            "cut": whole[:-20],
            "empty": b"",
            "binary": b"\xff\x00" + whole,
            "foreign": b"{}\n{}",
        }[damage]
    )
    parsed = counted(monkeypatch)
    assert code_hash(package / "script.py") == right
    assert parsed
    assert module.CACHE.read_bytes() == whole


def code_of(path):
    return digest(path.read_text())


def test_a_place_that_cannot_be_written_is_left_alone(package, monkeypatch):
    right = code_hash(package / "script.py")
    (package / "file").write_text("")
    monkeypatch.setattr(module, "CACHE", package / "file/cache.json")
    assert code_hash(package / "script.py") == right
    monkeypatch.setattr(module, "CACHE", package / "new/cache.json")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert code_hash(package / "script.py") == right
    assert not (package / "new").exists()


def test_the_cache_does_not_grow_for_ever(package, monkeypatch):
    monkeypatch.setattr(module, "_CACHE_LIMIT", 8)
    for value in range(20):
        write(package / "memgen/a.py", f"f = {value}\n")
        code_hash(package / "script.py")
        _, entries = module.CACHE.read_text().split("\n")
        assert 4 <= len(json.loads(entries)) <= 8
