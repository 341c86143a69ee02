"""Small wrong edits, one at a time in a copy of the project: which are caught, and by what?

    python tests/mutations.py [--only N ...] [--write]

Each mutation is a sign, a factor, a swapped column, a seed label, a unit or an index in a study, a
claim, a plot or the theory. It is caught if the tests named with it fail (they are some of `make
test`, so that all of it would fail too), or else if the tiny run of a figure fails, or a claim
fails there that holds in the gallery (`memgen check`). --write puts the table into CONTRIBUTING.md.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from project_files import project_files

ROOT = Path(__file__).resolve().parents[1]
MARKS = ("<!-- mutations: begin -->", "<!-- mutations: end -->")
LONGEST = 900  # seconds for one mutation's tests or figure


@dataclass(frozen=True)
class Mutation:
    """A wrong edit.

    Attributes
    ----------
    what : str
        In words.
    file, old, new : str
        The edit: `old` stands once in the file, below src/memgen.
    tests : tuple of str
        Tests that ought to notice, below tests/.
    figure : str
        A figure, <source>/<id>, whose tiny run is judged where they do not.

    """

    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    figure: str


MANIFOLD, CAPACITY = "manifold_memorization", "manifold_capacity"
DYNAMICS, GAPS, LOSING = "training_dynamics", "spectral_gaps", "losing_dimensions"
SLIDES, SPURIOUS = "memorization_as_generalization", "spurious_states"

MUTATIONS = [
    Mutation(
        "t_c from the weight crossing .6 instead of 1/2",
        f"studies/{MANIFOLD}/fixed_size.py",
        "own_weight.mean(axis=0))\n    return probit_crossing(t, np.array(weights), 0.5)",
        "own_weight.mean(axis=0))\n    return probit_crossing(t, np.array(weights), 0.6)",
        (f"studies/{MANIFOLD}",),
        f"{MANIFOLD}/fig2_collapse_time",
    ),
    Mutation(
        "the linear manifold simulated in place of the curved one",
        f"studies/{MANIFOLD}/fixed_size.py",
        "HiddenManifold(draw.F, activation)",
        'HiddenManifold(draw.F, "linear")',
        (f"studies/{MANIFOLD}",),
        f"{MANIFOLD}/fig3_nonlinear_collapse",
    ),
    Mutation(
        "quantities of t_o and t_g swapped",
        f"studies/{MANIFOLD}/times.py",
        '"onset_time": "onset"',
        '"onset_time": "generalization"',
        (f"studies/{MANIFOLD}",),
        f"{MANIFOLD}/fig7_times",
    ),
    Mutation(
        "every draw of the collapse from the first draw's seed",
        f"studies/{MANIFOLD}/collapse_draws.py",
        "ladder.sequence(point, draw)",
        "ladder.sequence(point, 0)",
        (f"studies/{MANIFOLD}",),
        f"{MANIFOLD}/fig4_collapse_numerics",
    ),
    Mutation(
        "fresh points that are training points",
        f"studies/{MANIFOLD}/cross_entropy.py",
        "manifold.sample(s.probes, rng)\n",
        "points[: s.probes]\n",
        (f"studies/{MANIFOLD}",),
        f"{MANIFOLD}/fig6_cross_entropy",
    ),
    Mutation(
        "neighbours kept whatever their distance",
        "theory/manifold/mean_shift.py",
        "kappa / 2 * (distance - square)",
        "0 * distance",
        ("theory/manifold/test_mean_shift.py",),
        f"{MANIFOLD}/fig5_attractors",
    ),
    Mutation(
        "times in place of their inverses (a unit)",
        f"studies/{CAPACITY}/curves.py",
        '"theory", 1 / t_g, **at',
        '"theory", t_g, **at',
        (f"studies/{CAPACITY}",),
        f"{CAPACITY}/fig3_generalization_limit",
    ),
    Mutation(
        "alpha_1 in place of alpha_c",
        f"studies/{CAPACITY}/curves.py",
        "storage_capacity(lams, patterns)",
        "retrieval_capacity(lams, patterns)",
        (f"studies/{CAPACITY}",),
        f"{CAPACITY}/fig1_iid_patterns",
    ),
    Mutation(
        "the spherical cumulant with a factor 2",
        "theory/capacity/cumulants.py",
        "return lam * level - 0.5 * np.log(",
        "return lam * level - np.log(",
        ("theory/capacity",),
        f"{CAPACITY}/fig1_iid_patterns",
    ),
    Mutation(
        "the Ornstein-Uhlenbeck time taken for a variance",
        f"studies/{DYNAMICS}/regimes.py",
        "variance_exploding_time(t))",
        "t)",
        (f"studies/{DYNAMICS}",),
        f"{DYNAMICS}/fig2_dynamical_regimes",
    ),
    Mutation(
        "excess entropy with a factor 2",
        "theory/speciation.py",
        "+ 0.5 * np.log(ratio)",
        "+ 1.0 * np.log(ratio)",
        ("theory/test_speciation.py",),
        f"{DYNAMICS}/fig2_dynamical_regimes",
    ),
    Mutation(
        "gaps counted one rank off",
        f"studies/{GAPS}/trained_spectra.py",
        "width = values[:, below - 1] - values[:, below]",
        "width = values[:, below] - values[:, below + 1]",
        (f"studies/{GAPS}",),
        f"{GAPS}/fig3_trained_spectra",
    ),
    Mutation(
        "the network probed at a noise in other units",
        f"studies/{GAPS}/trained_spectra.py",
        "inner = t / scale**2",
        "inner = t / scale",
        (f"studies/{GAPS}",),
        f"{GAPS}/fig4_theory_vs_network",
    ),
    Mutation(
        "the tangent map's eigenvalues with the wrong sign",
        f"studies/{GAPS}/curved.py",
        "np.sort(-1 / np.linalg",
        "np.sort(1 / np.linalg",
        (f"studies/{GAPS}",),
        f"{GAPS}/fig6_curved_manifold",
    ),
    Mutation(
        "directions of the larger and the smaller variance swapped",
        f"studies/{LOSING}/condensation.py",
        "(0, counts[0])",
        "(counts[0], 0)",
        (f"studies/{LOSING}",),
        f"{LOSING}/fig2_condensation",
    ),
    Mutation(
        "noise at the digit in place of none",
        f"studies/{SLIDES}/forward_backward.py",
        "np.zeros_like(probes.noise)",
        "probes.noise",
        (f"studies/{SLIDES}/test_forward_backward.py",),
        f"{SLIDES}/fig10_forward_backward",
    ),
    Mutation(
        "parts of the digits that overlap",
        f"studies/{SLIDES}/forward_backward.py",
        "order[part * s.probes : (part + 1) * s.probes]",
        "order[: s.probes]",
        (f"studies/{SLIDES}/test_forward_backward.py",),
        f"{SLIDES}/fig10_forward_backward",
    ),
    Mutation(
        "a claim on returns against the wrong cut",
        f"claims/{MANIFOLD}/fig5_attractors.py",
        '_root_mean_square(tables, "between")',
        '_root_mean_square(tables, "below_collapse")',
        (f"claims/{MANIFOLD}", "acceptance"),
        f"{MANIFOLD}/fig5_attractors",
    ),
    Mutation(
        "a claim over the wrong alpha_D",
        f"claims/{MANIFOLD}/fig5_attractors.py",
        'alpha_D=float(largest["alpha_D"].iloc[0]),',
        "alpha_D=0.5,",
        (f"claims/{MANIFOLD}", "acceptance"),
        f"{MANIFOLD}/fig5_attractors",
    ),
    Mutation(
        "an error bar without its Student factor",
        "statistics/measurement.py",
        "float(stdtrit(freedom, float(ndtr(SIGNIFICANCE))))",
        "SIGNIFICANCE",
        ("claims/test_verdict.py", "statistics"),
        f"{MANIFOLD}/fig4_collapse_numerics",
    ),
    Mutation(
        "a standard error without its sqrt(n)",
        "tables/rows.py",
        "float(draws.std(ddof=1) / np.sqrt(n))",
        "float(draws.std(ddof=1))",
        ("test_tables.py", "studies/test_call.py"),
        f"{MANIFOLD}/fig4_collapse_numerics",
    ),
    Mutation(
        "a plot of t_g where t_c is meant",
        f"plots/{MANIFOLD}/fig7_times.py",
        'simulated = of[of["quantity"] == quantity]',
        'simulated = of[of["quantity"] == "collapse_time"]',
        ("plots",),
        f"{MANIFOLD}/fig7_times",
    ),
    Mutation(
        "the score without its factor 1/t",
        "diffusion/kernel.py",
        "return ((state.reference - state.x) + state.sums.mean) / state.t[:, None]",
        "return (state.reference - state.x) + state.sums.mean",
        ("diffusion/test_empirical.py",),
        f"{MANIFOLD}/fig8_potential",
    ),
    Mutation(
        "a crossing's share taken from the wrong side",
        "statistics/crossing.py",
        "np.exp((1 - share) * np.log(x[i]) + share * np.log(x[i + 1]))",
        "np.exp(share * np.log(x[i]) + (1 - share) * np.log(x[i + 1]))",
        ("statistics",),
        f"{MANIFOLD}/fig2_collapse_time",
    ),
    Mutation(
        "the width of the Jacobian's gap with a sign",
        "theory/spectra/_gaps.py",
        "return t * (g1 - g2) / ((t + g1) * (t + g2))",
        "return t * (g1 - g2) / ((t + g1) * (t - g2))",
        ("theory/spectra",),
        f"{GAPS}/fig7_gap_opening",
    ),
    Mutation(
        "the collapse time of a mixture without its 1/2",
        "theory/speciation.py",
        "return 0.5 * float(np.log1p(variance / np.expm1(2 * alpha)))",
        "return float(np.log1p(variance / np.expm1(2 * alpha)))",
        ("theory/test_speciation.py",),
        f"{DYNAMICS}/fig2_dynamical_regimes",
    ),
    Mutation(
        "energies of recurrent networks with the other sign",
        "recurrent/couplings.py",
        'return -np.einsum("bi,bi->b", x @ exact, x)',
        'return np.einsum("bi,bi->b", x @ exact, x)',
        ("recurrent/test_couplings.py",),
        f"{SLIDES}/fig1_energy_landscape",
    ),
]


def copy_project(root: Path, target: Path) -> None:
    """Copy the project's files, and the finished tiny run where there is one."""
    for name in project_files(root):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target / name)
    for name in ("results/tiny", "figures/tiny"):
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name, dirs_exist_ok=True)


def apply(mutation: Mutation, project: Path) -> None:
    """Make the wrong edit.

    Raises
    ------
    ValueError
        Unless the text to be replaced stands just once in its file.
    """
    path = project / "src/memgen" / mutation.file
    text = path.read_text()
    if text.count(mutation.old) != 1:
        raise ValueError(
            f"{mutation.what}: {mutation.old!r} stands {text.count(mutation.old)} times in "
            f"src/memgen/{mutation.file}; it must stand there once. Mend the list of mutations."
        )
    path.write_text(text.replace(mutation.old, mutation.new))


def run(project: Path, *command: str) -> int:
    """Run a Python module in a copy, with the copy's own package."""
    environment = os.environ | {"PYTHONPATH": str(project / "src"), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env=environment,
        capture_output=True,
        timeout=LONGEST,
    ).returncode


def caught_by(mutation: Mutation, project: Path) -> str:
    """Return what catches a mutation that has been applied: tests, tiny run, or nothing ("")."""
    tests = [f"tests/{name}" for name in mutation.tests]
    if run(project, "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", *tests) == 1:
        return "tests"
    source, figure = mutation.figure.split("/")
    claims = f"results/tiny/{source}/claims/{figure}.csv"
    tiny = ("--configfile", "config/tiny.yaml")
    if run(project, "snakemake", claims, "--cores", "2", *tiny) != 0:
        return "tiny run"
    sys.path.insert(0, str(project / "src"))
    from memgen.finished.check import failures

    gallery = pd.read_csv(project / "figures/gallery/claims.csv")
    return "tiny check" if failures(pd.read_csv(project / claims), gallery) else ""


def table(results: list[tuple[Mutation, str]]) -> str:
    """Return the results as Markdown."""
    lines = ["| edit | in | caught by |", "|---|---|---|"]
    lines += [f"| {m.what} | `{m.file}` | {by or '**nothing**'} |" for m, by in results]
    caught = sum(bool(by) for _, by in results)
    return "\n".join([*lines, "", f"{caught} of {len(results)} are caught."])


def main() -> None:
    """Try all mutations, or some of them by number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=int, nargs="+", help="numbers of mutations, from 0")
    parser.add_argument("--write", action="store_true", help="put the table into CONTRIBUTING.md")
    chosen = parser.parse_args()
    results = []
    for number, mutation in enumerate(MUTATIONS):
        if chosen.only and number not in chosen.only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            copy_project(ROOT, Path(folder))
            apply(mutation, Path(folder))
            by = caught_by(mutation, Path(folder))
        results.append((mutation, by))
        print(f"{number:3d} {mutation.what}: {by or 'NOT CAUGHT'}", flush=True)
    print(table(results))
    if chosen.write:
        path = ROOT / "CONTRIBUTING.md"
        head, rest = path.read_text().split(MARKS[0])
        path.write_text(f"{head}{MARKS[0]}\n{table(results)}\n{MARKS[1]}" + rest.split(MARKS[1])[1])


if __name__ == "__main__":
    main()
