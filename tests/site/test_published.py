import pandas as pd

from memgen.site import published


def test_published_rows_stand_beside_ours(gallery):
    told = {(one.figure.id, one.quantity): one for one in published.compared(gallery)}
    dreams = told["fig4_unlearning", "dream_point"]
    assert len(dreams.rows) == 45
    assert all(row["simulation"] for row in dreams.rows)
    assert {"N", "load", "rule"} <= set(dreams.coordinates)


def test_what_has_two_counterparts_has_none():
    ours = pd.DataFrame(
        {"N": [1, 1, 2], "kind": ["theory"] * 3, "value": [1.0, 2.0, 3.0], "stderr": [None] * 3}
    )
    row = pd.Series({"N": 1, "kind": "published", "value": 1.0, "stderr": None})
    assert published._beside(row, ours, ["N"])["theory"] == ""
    row["N"] = 2
    assert published._beside(row, ours, ["N"])["theory"] == "3"


def test_numbers_of_papers_name_claims(gallery):
    told = published.remeasured(gallery)
    assert len(told) >= 4
    assert all(one.claim.verdict == "holds" for one in told)


def test_refuted_statements_are_all_that_contradict(gallery):
    named = gallery.claims["contradicts"].notna().sum()
    assert len(published.contradicted(gallery)) == named
