import re

import pytest
import yaml

from memgen.site import found
from memgen.site.reference import rooms


def test_each_finding_has_evidence_that_holds(gallery):
    told = found.findings(gallery)
    assert len(told) >= 12
    assert len({one.id for one in told}) == len(told)
    for one in told:
        assert one.evidence
        assert {claim.verdict for claim in one.evidence} == {"holds"}, one.id
        assert "{{" not in one.text


def test_whatever_contradicts_a_publication_is_told(gallery):
    told = {claim.statement for one in found.findings(gallery) for claim in one.evidence}
    contradicting = [
        claim for figure in gallery.figures for claim in figure.claims if claim.contradicts
    ]
    assert [claim.statement for claim in contradicting if claim.statement not in told] == []


def test_what_refutes_a_publication_has_evidence_that_contradicts_it(gallery):
    told = {one.id: one.refutes for one in found.findings(gallery)}
    assert told["no-power-law"]
    assert not told["images-below-linear"]


def test_its_code_is_in_the_reference(gallery, root):
    known = {module for room in rooms(root) for module in room.modules}
    assert {module for one in found.findings(gallery) for module in one.code} <= known


def test_measured_numbers_are_read_and_not_typed(root):
    """Outside of equations and claims a text holds no decimal number."""
    for entry in yaml.safe_load((root / found.FILE).read_text()):
        words = re.sub(r"\{\{.*?\}\}|\$[^$]*\$|arXiv:[\d.]+", "", entry["text"])
        assert not re.search(r"\d\.\d", words), entry["id"]


def test_a_claim_that_does_not_exist_is_refused(gallery):
    with pytest.raises(KeyError, match="fig6_error_scaling has no claim nonsense"):
        found.claim_of(gallery, "training_dynamics/fig6_error_scaling", "nonsense")
