"""Judge a finished run: nothing that holds in the gallery may fail in it."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from memgen.declared.requests import stale_files
from memgen.declared.run import Run

GALLERY = Path("figures/gallery")
KEY = ["source", "figure", "claim"]


@dataclass(frozen=True)
class Judgement:
    """The verdict on a run.

    Attributes
    ----------
    problems : list of str
        What is wrong, a line each; nothing where the run passes.
    claims : int
        Claims that were judged.
    verdicts : dict of str to int
        How many claims of the run have which verdict.

    """

    problems: list[str]
    claims: int
    verdicts: dict[str, int]


def judge(run: Run, root: Path) -> Judgement:
    """Judge a finished run.

    A run passes if each of its figures and claims is there and was made from what it ought to be,
    and no claim fails that holds in the committed gallery; a claim that the gallery does not know
    must not fail either.

    Parameters
    ----------
    run : Run
        What the run ought to be.
    root : Path
        Its working directory.

    Raises
    ------
    FileNotFoundError
        If the run has no table of claims.
    """
    path = root / run.results / "claims.csv"
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing: finish the {run.name} run first (snakemake --cores all"
            + (f" --configfile config/{run.name}.yaml)." if run.name != "laptop" else ").")
        )
    problems = [f"{file} is missing." for file in _missing(run, root)]
    problems += [
        f"{file} was made from other settings, files or code than now: run it again."
        for file in stale_files(run.ledger, root)
    ]
    claims = pd.read_csv(path)
    judged = claims[claims["claim"].notna()]
    expected = {
        (source, figure, claim.measure)
        for source, entry in run.registry.items()
        for figure, about in entry.figures.items()
        for claim in about.claims
    }
    measured = set(map(tuple, judged[KEY].to_numpy()))
    problems += [f"{'/'.join(key)} was not measured." for key in sorted(expected - measured)]
    problems += failures(judged, pd.read_csv(root / GALLERY / "claims.csv"))
    verdicts = {str(name): int(count) for name, count in judged["verdict"].value_counts().items()}
    return Judgement(problems, len(judged), verdicts)


def failures(claims: pd.DataFrame, gallery: pd.DataFrame) -> list[str]:
    """Return a line for each claim that fails though it does not fail in the gallery."""
    known = gallery[gallery["claim"].notna()].set_index(KEY)["verdict"]
    lines = []
    for claim in claims[claims["verdict"] == "fails"].itertuples():
        before = known.get((claim.source, claim.figure, claim.claim), "not in the gallery")
        if before != "fails":
            lines.append(
                f"{claim.source}/{claim.figure}: {claim.claim} fails (gallery: {before}): "
                f"{claim.statement}: {claim.relation} {claim.expected:g} within "
                f"{claim.tolerance:g}, measured {claim.measured:g} +- {claim.stderr:.2g}."
            )
    return lines


def _missing(run: Run, root: Path) -> list[str]:
    asked = [path for source in run.registry for path in run.outputs(source)]
    return sorted({path for path in asked if not (root / path).is_file()})
