"""The gallery's page: each figure with its caption, its note, its tables and its claims."""

import pandas as pd

from memgen.registry import Figure, Source, table_file
from memgen.settings import Config

KINDS = {
    "measurement": "Measurements (data against an expectation that they could miss)",
    "check": "Checks (theory against theory, an identity, a closed form)",
}


def page(registry: dict[str, Source], claims: pd.DataFrame, config: Config, run: str) -> str:
    """Return figures/README.md: all figures of a run, from the registry and its claims."""
    lines = [
        "# Gallery",
        "",
        f"Figures of the {run} run, copied by `make gallery`; made by `make figures`.",
        "All claims: [claims.csv](gallery/claims.csv). z = (measured - expected) / standard error.",
        "",
        *[f"- {name}: {_counted(claims, kind)}" for kind, name in KINDS.items()],
    ]
    for name, source in registry.items():
        lines += ["", f"## {name}: {source.title} ({source.reference})"]
        for figure, entry in source.figures.items():
            lines += _section(name, figure, entry, claims, config, run)
    return "\n".join(lines) + "\n"


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
        lines += ["", f"*Note.* {' '.join(entry.note.split())}"]
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
    error = f" ± {claim.stderr:.2g}" if claim.stderr else ""
    statement = claim.statement
    if isinstance(claim.contradicts, str) and claim.contradicts:
        statement += f"<br>*contradicts* {claim.contradicts}"
    z = "" if pd.isna(claim.z) else f"{claim.z:+.1f}"
    n = "" if pd.isna(claim.n) else f"{claim.n}"
    return (
        f"| {statement} | {claim.kind} | {sign}{claim.expected:g}{tolerance} "
        f"| {claim.measured:.4g}{error} | {z} | {n} | {claim.verdict} |"
    )
