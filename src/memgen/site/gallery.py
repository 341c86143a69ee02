"""The gallery's figures as the site shows them: message, claims, what made them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from memgen.declared.declaration import Declaration, Table
from memgen.declared.run import Run
from memgen.finished import origins
from memgen.finished.gallery import GALLERY, shown_run
from memgen.finished.numbers import with_error
from memgen.registry import ORIGIN, Figure, Source, table_file

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")
VERDICTS = {
    "holds": "holds",
    "fails": "fails",
    "not resolved at this size": "unresolved",
    "illustration": "illustration",
}
KINDS = {
    "measurement": "Measurements: data against an expectation that they could miss",
    "check": "Checks: theory against theory, an identity, a closed form",
}


@dataclass(frozen=True)
class ShownClaim:
    """One claim, its numbers in words.

    Attributes
    ----------
    statement, kind, expected, measured, z, n, verdict, contradicts : str
        As a reader sees them; empty where there is nothing to say.
    """

    statement: str
    kind: str
    expected: str
    measured: str
    z: str
    n: str
    verdict: str
    contradicts: str

    @property
    def mark(self) -> str:
        """The verdict in one word, for filters and styles."""
        return VERDICTS[self.verdict]


@dataclass(frozen=True)
class ShownTable:
    """A table that a figure is drawn from.

    Attributes
    ----------
    source, name : str
    csv : str or None
        Its file within the gallery; None for array files, which are not kept.
    study : str
        The module that makes it.
    settings : str
        The section of the settings that it reads, as YAML.
    commit : str
        What made the kept file.
    """

    source: str
    name: str
    csv: str | None
    study: str
    settings: str
    commit: str


@dataclass(frozen=True)
class ShownFigure:
    """One figure of the gallery, as its page shows it."""

    gallery: "ShownGallery"
    source: str
    id: str
    entry: Figure

    @property
    def place(self) -> str:
        """Its path within the gallery, without an ending."""
        return f"{self.source}/{self.id}"

    @property
    def paper(self) -> Source:
        """The paper or talk that it belongs to."""
        return self.gallery.run.all_figures[self.source]

    @cached_property
    def sentences(self) -> list[str]:
        """The caption's sentences, the message first."""
        return SENTENCE.split(" ".join(self.entry.caption.split()))

    @property
    def message(self) -> str:
        """What the figure says."""
        return self.sentences[0]

    @property
    def caption(self) -> str:
        """What one sees, after the message."""
        return " ".join(self.sentences[1:])

    @property
    def sizes(self) -> str:
        """The sizes of the shown run."""
        whole = self.entry.full_caption(self.gallery.settings(self.source), self.gallery.run.name)
        return whole.partition(ORIGIN[self.entry.known])[2].strip()

    @property
    def origin(self) -> str:
        """What is published of it, and what is ours."""
        return ORIGIN[self.entry.known]

    @property
    def note(self) -> str:
        """Methods."""
        return self.entry.full_note(self.gallery.settings(self.source))

    @cached_property
    def claims(self) -> list[ShownClaim]:
        """Its claims as the gallery judged them."""
        of_all = self.gallery.claims
        mine = of_all[(of_all["source"] == self.source) & (of_all["figure"] == self.id)]
        return [shown_claim(row) for row in mine.itertuples() if row.verdict != "illustration"]

    def claims_of(self, kind: str) -> list[ShownClaim]:
        """Return its checks, or its measurements."""
        return [claim for claim in self.claims if claim.kind == kind]

    @property
    def marks(self) -> list[str]:
        """The verdicts of its claims, for filters; with whether it contradicts a publication."""
        marks = sorted({claim.mark for claim in self.claims}) or ["illustration"]
        return marks + ["contradicts"] * any(claim.contradicts for claim in self.claims)

    @cached_property
    def tables(self) -> list[ShownTable]:
        """The tables that it is drawn from."""
        return [self.gallery.table(self.source, name) for name in self.entry.tables]

    @property
    def words(self) -> str:
        """All words of its page, each once, in small letters, for the gallery's filter."""
        claims = [text for one in self.claims for text in (one.statement, one.contradicts)]
        about = [self.entry.title, self.id, self.source, self.paper.title, self.paper.reference]
        settings = [table.settings for table in self.tables]
        texts = [*about, self.entry.caption, self.note, *claims, *settings]
        return " ".join(sorted(set(" ".join(texts).lower().split())))

    @property
    def commit(self) -> str:
        """The commit that drew it."""
        return self.gallery.commit(f"{self.place}.png")

    @property
    def redrawn(self) -> bool:
        """Whether it can be drawn again from the kept tables alone."""
        return all(table.csv for table in self.tables)

    @property
    def plotted(self) -> list[ShownTable]:
        """The tables whose rows the page can show."""
        return [table for table in self.tables if table.csv]


@dataclass(frozen=True)
class ShownGallery:
    """The committed gallery of a checkout."""

    root: Path

    @cached_property
    def run(self) -> Run:
        """The run that it shows."""
        return shown_run(self.root)

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.root / GALLERY

    @cached_property
    def claims(self) -> pd.DataFrame:
        """All claims, judged."""
        return pd.read_csv(self.folder / "claims.csv", dtype={"n": "Int64"})

    @cached_property
    def figures(self) -> list[ShownFigure]:
        """All figures, in the registry's order."""
        return [
            ShownFigure(self, source, name, figure)
            for source, entry in self.run.registry.items()
            for name, figure in entry.figures.items()
        ]

    def figure(self, source: str, name: str) -> ShownFigure:
        """Return one figure; KeyError if there is none of that name."""
        for figure in self.figures:
            if (figure.source, figure.id) == (source, name):
                return figure
        raise KeyError(f"{source}/{name}: the gallery has no such figure.")

    def settings(self, source: str) -> Any:
        """Return the settings of a source in the shown run."""
        return getattr(self.run.config, source)

    def commit(self, file: str) -> str:
        """Return the commit that made a file, shortened; '-' where none was recorded."""
        kept = self._kept.get(file)
        if kept is None or kept.commit is None:
            return "-"
        return kept.commit[:10] + (" with changes" if kept.dirty else "")

    def table(self, source: str, name: str) -> ShownTable:
        """Return a table that a figure of a source names."""
        owner, file = table_file(source, name)
        made = self._makers[f"{owner}/{file}"]
        section = made.name if made.section is None else made.section
        csv = f"{owner}/{file}" if file.endswith(".csv") else None
        return ShownTable(
            owner,
            file.rpartition(".")[0],
            csv,
            made.study,
            self._section(owner, section),
            self.commit(csv) if csv else "-",
        )

    def _section(self, source: str, section: str) -> str:
        value = self.settings(source)
        for part in section.split(".") if section else ():
            value = getattr(value, part)
        plain = value.model_dump(mode="json") if section else {}
        return yaml.safe_dump({source: {section: plain}}, sort_keys=False) if plain else ""

    @cached_property
    def _kept(self) -> dict[str, origins.Kept]:
        return origins.read(self.folder)

    @cached_property
    def _makers(self) -> dict[str, Declaration]:
        """The declaration behind every file, also behind tables that are joined from parts."""
        makers: dict[str, Declaration] = {}
        for made in self.run.declared:
            for job in made.jobs:
                makers |= {path.format(**job): made for path in made.outputs.values()}
        for made in self.run.declared:
            if isinstance(made, Table) and made.rows:
                makers[made.whole] = made
        return makers


def shown_claim(row: Any) -> ShownClaim:
    """Return a row of claims.csv as a reader sees it."""
    sign = {"equal": "", "at least": "≥ ", "at most": "≤ "}[row.relation]
    tolerance = f" ± {row.tolerance:g}" if row.tolerance else ""
    return ShownClaim(
        statement=row.statement,
        kind=row.kind,
        expected=f"{sign}{row.expected:g}{tolerance}",
        measured=with_error(row.measured, row.stderr),
        z="" if pd.isna(row.z) else f"{row.z:+.1f}",
        n="" if pd.isna(row.n) else f"{row.n}",
        verdict=row.verdict,
        contradicts=row.contradicts if isinstance(row.contradicts, str) else "",
    )


def counted(claims: pd.DataFrame) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield for each kind of claim how many have each verdict."""
    for kind, name in KINDS.items():
        verdicts = claims.loc[claims["kind"] == kind, "verdict"].value_counts()
        yield name, {str(verdict): int(count) for verdict, count in verdicts.items()}
