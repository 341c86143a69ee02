"""The table of what the rules of large runs take, which docs/cluster.md shows."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

import pandas as pd

from memgen.declared.declaration import Declaration
from memgen.stepping.rules import Stepped
from memgen.tables.files import atomic

FILE = Path("docs/stepped.csv")
PAGE = Path("docs/cluster.md")
COLUMNS = ["run", *(field.name for field in fields(Stepped))]
BEGIN, END = "<!-- stepped: begin -->", "<!-- stepped: end -->"


def read(root: Path) -> pd.DataFrame:
    """Return what is known: run, and the fields of `Stepped`."""
    path = root / FILE
    if not path.is_file():
        return pd.DataFrame(columns=COLUMNS)
    return pd.read_csv(path, keep_default_na=False)


def of_run(known: pd.DataFrame, run: str) -> list[Stepped]:
    """Return what is known of the rules of a run."""
    rows = known[known["run"] == run].drop(columns="run").to_dict("records")
    return [Stepped(**{str(name): value for name, value in row.items()}) for row in rows]


def keep(root: Path, run: str, stepped: Stepped, rules: Iterable[str]) -> None:
    """Write what a rule takes in place of what was known of it.

    Parameters
    ----------
    root : Path
        The checkout.
    run : str
        The run.
    stepped : Stepped
        What one of its rules takes.
    rules : iterable of str
        All rules of the run, in the order of the table; others are dropped.
    """
    known = read(root)
    order = {rule: k for k, rule in enumerate(rules)}
    stays = ~((known["run"] == run) & (known["rule"] == stepped.rule))
    row = pd.DataFrame([{"run": run, **asdict(stepped)}], columns=COLUMNS)
    frame = pd.concat([known[stays], row]) if stays.any() else row
    frame = frame[(frame["run"] != run) | frame["rule"].isin(order)]
    frame = frame.assign(place=frame["rule"].map(order)).sort_values(["run", "place"])
    with atomic(root / FILE) as temporary:
        frame[COLUMNS].to_csv(temporary, index=False, float_format="%.4g")


def write_page(root: Path, run: str, declared: Iterable[Declaration]) -> None:
    """Rewrite the table of a run in docs/cluster.md."""
    path = root / PAGE
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    if not tail:
        raise ValueError(f"{PAGE} has no marks for the table: {BEGIN} and {END}.")
    table = markdown(read(root), run, declared)
    with atomic(path) as temporary:
        temporary.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", encoding="utf-8")


def markdown(known: pd.DataFrame, run: str, declared: Iterable[Declaration]) -> str:
    """Return the table of a run, in Markdown: a row for each rule that was stepped."""
    rows = {one.rule: one for one in of_run(known, run)}
    lines = [
        "| rule | jobs | longest, h | limit, h | all, h | peak, GB | asked, GB | GPU | step |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in declared:
        row = rows.get(one.rule)
        if row is None:
            continue
        cells = [
            f"`{one.rule}`",
            row.jobs,
            _hours(row.longest),
            _plain(one.minutes / 60),
            _hours(row.jobs * row.seconds),
            f"{row.mb / 1000:.1f}",
            _plain(one.mem_mb / 1000),
            "yes" if one.gpu else "",
            row.counts or "all",
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def _hours(seconds: float) -> str:
    hours = seconds / 3600
    return "< 0.01" if hours < 0.01 else f"{hours:.2g}" if hours < 10 else f"{hours:.0f}"


def _plain(number: float) -> str:
    return f"{number:.2g}" if number < 10 else f"{number:.0f}"
