"""What starts often imports little: a start of Snakemake, a drawing, a figure's claims."""

import os
import subprocess
import sys

import pytest

HEAVY = {"matplotlib", "numba", "scipy", "sklearn", "torch"}


@pytest.mark.parametrize(
    ("modules", "needed"),
    [
        (
            (
                "memgen.declared.requests",
                "memgen.declared.run",
                "memgen.settings.run_names",
                "memgen.studies.checks",
            ),
            set(),
        ),
        (("memgen.claims.measure", "memgen.job", "memgen.tables.read"), set()),
        (("memgen.job", "memgen.plots.files", "memgen.plots.pieces"), {"matplotlib"}),
    ],
)
def test_heavy_packages_stay_out(root, modules, needed):
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert HEAVY & set(loaded) == needed
