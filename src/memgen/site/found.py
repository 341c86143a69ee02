"""What we found: statements with their evidence, whose numbers are those of the claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined
from pydantic import BaseModel, ConfigDict

from memgen.site.gallery import ShownClaim, ShownFigure, ShownGallery, shown_claim

FILE = Path("docs/found.yaml")


class Finding(BaseModel):
    """One entry of docs/found.yaml.

    `statement` is what is published, with its source; `text` what holds, in which {{ m("claim") }}
    stands for what a claim of `figure` measured, or of another one that is named after it.
    `evidence` are the figure's claims, `code` the modules behind it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    subject: str
    statement: str
    text: str
    figure: str
    evidence: list[str]
    code: list[str]


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its numbers filled in."""

    id: str
    title: str
    subject: str
    statement: str
    text: str
    figure: ShownFigure
    evidence: Sequence[ShownClaim]
    code: Sequence[str]

    @property
    def refutes(self) -> bool:
        """Whether its evidence contradicts a published statement."""
        return any(claim.contradicts for claim in self.evidence)


def findings(gallery: ShownGallery) -> list[ShownFinding]:
    """Return all findings with their numbers.

    Raises
    ------
    KeyError
        If a finding names a figure or a claim that the gallery does not have.
    """
    told = yaml.safe_load((gallery.root / FILE).read_text(encoding="utf-8"))
    return [_shown(Finding.model_validate(entry), gallery) for entry in told]


def _shown(finding: Finding, gallery: ShownGallery) -> ShownFinding:
    def m(claim: str, figure: str = finding.figure) -> str:
        return claim_of(gallery, figure, claim).measured

    template = Environment(undefined=StrictUndefined, autoescape=False).from_string(finding.text)
    source, _, name = finding.figure.partition("/")
    return ShownFinding(
        finding.id,
        finding.title,
        finding.subject,
        " ".join(finding.statement.split()),
        " ".join(template.render(m=m).split()),
        gallery.figure(source, name),
        [claim_of(gallery, finding.figure, claim) for claim in finding.evidence],
        finding.code,
    )


def claim_of(gallery: ShownGallery, figure: str, claim: str) -> ShownClaim:
    """Return a claim of a figure, "source/figure", by the name of its measure."""
    claims = gallery.claims
    place = claims["source"] + "/" + claims["figure"]
    mine = claims[(place == figure) & (claims["claim"] == claim)]
    if len(mine) != 1:
        raise KeyError(f"{FILE}: {figure} has no claim {claim}.")
    return shown_claim(next(mine.itertuples()))
