from memgen.site.gallery import KINDS, VERDICTS, counted


def test_every_figure_says_its_message_and_what_made_it(gallery):
    assert len(gallery.figures) > 70
    for figure in gallery.figures:
        assert figure.message.endswith((".", "?", "!"))
        assert figure.entry.known in ("published", "topic", "slide", "ours")
        assert figure.origin
        for table in figure.tables:
            assert table.study.startswith("memgen.studies.")
            assert table.csv is None or (gallery.folder / table.csv).is_file()


def test_claims_are_apart_by_kind_and_judged(gallery):
    claims = [claim for figure in gallery.figures for claim in figure.claims]
    assert len(claims) > 250
    assert {claim.kind for claim in claims} == set(KINDS)
    assert {claim.verdict for claim in claims} <= set(VERDICTS)
    figure = gallery.figure("training_dynamics", "fig6_error_scaling")
    assert "contradicts" in figure.marks
    assert figure.claims_of("check") + figure.claims_of("measurement")
    shown = figure.claims_of("check")[0]
    assert shown.expected.startswith("-0.59 ±")
    assert "±" in shown.measured


def test_a_message_ends_where_a_sentence_does(gallery):
    figure = gallery.figure("manifold_memorization", "fig3_nonlinear_collapse")
    assert figure.message.startswith("A curved manifold collapses at the linear one's t_c")
    assert figure.message.endswith("about E[sigma'^2].")
    assert " ".join([figure.message, figure.caption]) == " ".join(figure.entry.caption.split())
    assert figure.sizes.startswith("Sizes of the laptop run: N = 40")


def test_settings_are_those_of_the_table(gallery):
    table = gallery.table("manifold_memorization", "fixed_size")
    assert "fixed_size:" in table.settings
    assert "P: 2981" in table.settings
    assert len(table.commit.split()[0]) >= 7


def test_verdicts_are_counted(gallery):
    told = dict(counted(gallery.claims))
    judged = gallery.claims["kind"].notna().sum()
    assert sum(sum(verdicts.values()) for verdicts in told.values()) == judged
