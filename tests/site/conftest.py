"""The committed gallery as the site shows it, and its scripts in an engine of their own."""

import json

import pytest

from memgen.site.gallery import ShownGallery


@pytest.fixture(scope="session")
def gallery(root) -> ShownGallery:
    return ShownGallery(root)


@pytest.fixture(scope="session")
def page(root):
    """Call a function of the pages' theory by its name, with plain arguments."""
    engine = pytest.importorskip(
        "py_mini_racer", reason="the pages' scripts run in V8: pip install -e '.[site]'"
    ).MiniRacer()
    scripts = root / "docs/assets/js/theory"
    names = ["chebyshev", "complex", "times", "jacobian", "capacity", "features", "cloud"]
    assert {f"{name}.js" for name in names} == {path.name for path in scripts.glob("*.js")}
    for name in names:
        engine.eval((scripts / f"{name}.js").read_text())
    for grid in sorted((root / "docs/assets/grids").glob("*.json")):
        engine.eval(f"memgenGrid({grid.stem!r}, {grid.read_text()})")

    def call(name: str, *arguments):
        given = ", ".join(json.dumps(one) for one in arguments)
        return json.loads(engine.eval(f"JSON.stringify(memgenTheory.{name}({given}))"))

    return call
