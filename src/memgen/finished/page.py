"""The gallery's page: each figure with its caption, its note, its tables and its claims."""

from collections.abc import Sequence

import pandas as pd

from memgen.declared.run import Run
from memgen.finished.numbers import with_error
from memgen.finished.origins import Stale
from memgen.registry import Figure, table_file
from memgen.settings import Config

KINDS = {
    "measurement": "Measurements (data against an expectation that they could miss)",
    "check": "Checks (theory against theory, an identity, a closed form)",
}


def page(run: Run, claims: pd.DataFrame, stale: Sequence[Stale]) -> str:
    """Return figures/README.md: all figures of a run, from the registry and its claims.

    Parameters
    ----------
    run : Run
        The run that is shown.
    claims : DataFrame
        Its claims.csv.
    stale : sequence of Stale
        Files of the gallery that today's code would not make as they are; the page says so.
    """
    lines = [
        "# Gallery",
        "",
        f"Figures of the {run.name} run, copied by `make gallery`; made by `make figures`.",
        "All claims: [claims.csv](gallery/claims.csv). z = (measured - expected) / standard error.",
        "What made each file: [provenance.json](gallery/provenance.json).",
        "",
        *[f"- {name}: {_counted(claims, kind)}" for kind, name in KINDS.items()],
        *_stale_lines(stale),
    ]
    for name, source in run.registry.items():
        lines += ["", f"## {name}: {source.title} ({source.reference})"]
        for figure, entry in source.figures.items():
            lines += _section(name, figure, entry, claims, run.config, run.name)
    return "\n".join(lines) + "\n"


def _stale_lines(stale: Sequence[Stale]) -> list[str]:
    """Say which tables were made by other code or settings than those of this page."""
    tables = [one for one in stale if one.file.endswith(".csv")]
    if not tables:
        return []
    reasons = {one.changed for one in tables}
    lines = [
        "",
        "Tables made by other code or settings than those that this page was written with:",
    ]
    for reason in sorted(reasons):
        names = ", ".join(one.file.removesuffix(".csv") for one in tables if one.changed == reason)
        words = "copied before this was recorded" if reason == "unknown" else f"changed {reason}"
        lines += [f"- {words}: {names}"]
    return lines


def _counted(claims: pd.DataFrame, kind: str) -> str:
    verdicts = claims.loc[claims["kind"] == kind, "verdict"].value_counts()
    return ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items()) or "none"


def _section(
    name: str, figure: str, entry: Figure, claims: pd.DataFrame, config: Config, run: str
) -> list[str]:
    files = [table_file(name, table) for table in entry.tables]
    links = ", ".join(
        f"[{file}](gallery/{owner}/{file})" for owner, file in files if file.endswith(".csv")
    )
    lines = [
        "",
        f"### {figure}: {entry.title}",
        "",
        f"![{entry.title}](gallery/{name}/{figure}.png)",
        "",
        entry.full_caption(getattr(config, name), run),
    ]
    if entry.note:
        lines += ["", f"*Note.* {entry.full_note(getattr(config, name))}"]
    if links:
        lines += ["", f"Tables: {links}"]
    mine = claims[(claims["source"] == name) & (claims["figure"] == figure)]
    if (mine["verdict"] == "illustration").all():
        return [*lines, "", "An illustration: no claim is attached."]
    lines += [
        "",
        "| claim | kind | expected | measured | z | n | verdict |",
        "|---|---|---|---|---|---|---|",
    ]
    return lines + [_claim_line(claim) for claim in mine.itertuples()]


def _claim_line(claim) -> str:
    sign = {"equal": "", "at least": "≥ ", "at most": "≤ "}[claim.relation]
    tolerance = f" ± {claim.tolerance:g}" if claim.tolerance else ""
    statement = claim.statement
    if isinstance(claim.contradicts, str) and claim.contradicts:
        statement += f"<br>*contradicts* {claim.contradicts}"
    z = "" if pd.isna(claim.z) else f"{claim.z:+.1f}"
    n = "" if pd.isna(claim.n) else f"{claim.n}"
    # a bar would begin another cell
    statement = statement.replace("|", "\\|")
    return (
        f"| {statement} | {claim.kind} | {sign}{claim.expected:g}{tolerance} "
        f"| {with_error(claim.measured, claim.stderr)} | {z} | {n} | {claim.verdict} |"
    )
