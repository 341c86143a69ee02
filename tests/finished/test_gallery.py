"""The gallery: copied whole or figure by figure, and never of two minds."""

import pandas as pd
import pytest
import yaml

from memgen.finished import origins
from memgen.finished.gallery import GALLERY, add_figures, rewrite_gallery, shown_run, write_gallery
from memgen.finished.origins import Stale, stale

SOURCE = "manifold_memorization"


def files(root):
    gallery = root / GALLERY
    return {path.relative_to(gallery).as_posix() for path in gallery.rglob("*.*")}


def page(root):
    return (root / "figures/README.md").read_text()


def test_figures_tables_and_what_made_them_are_copied(small):
    figures = small.run().registry[SOURCE].figures
    tables = {
        "times",
        "fixed_size",
        "point_ladder",
        "basin_radius",
        "basins",
        "cross_entropy",
        "potential",
        "attractors",
        "basin_theory",
    }
    assert files(small.root) == {
        *("claims.csv", "durations.csv", "memory.csv", "settings.yaml", "provenance.json"),
        *(f"{SOURCE}/{figure}.png" for figure in figures),
        *(f"{SOURCE}/{table}.csv" for table in tables),
    }
    kept = origins.read(small.root / GALLERY)[f"{SOURCE}/times.csv"]
    assert kept.fingerprint == small.run().ledger.fingerprint(f"results/laptop/{SOURCE}/times.csv")
    assert kept.commit == "abc1234"
    assert stale(shown_run(small.root), small.root / GALLERY) == []


def test_the_page_shows_captions_notes_and_claims(small):
    text = page(small.root)
    claims = pd.read_csv(small.root / GALLERY / "claims.csv").set_index("claim")
    for figure, about in small.run().registry[SOURCE].figures.items():
        assert f"![{about.title}](gallery/{SOURCE}/{figure}.png)" in text
        assert about.full_caption(small.run().config.manifold_memorization, "laptop") in text
        assert f"*Note.* {' '.join(about.note.split())}" in text
        for claim in about.claims:
            (line,) = (
                line for line in text.splitlines() if line.startswith(f"| {claim.statement}")
            )
            assert f"| {claim.kind} |" in line
            assert line.endswith(f"| {claims.loc[claim.measure, 'verdict']} |")
    assert "made by other code" not in text


def test_a_claim_against_a_published_statement_names_it(small):
    def contradict(source):
        source["figures"]["fig2_collapse_time"]["claims"][0]["contradicts"] = "arXiv:1, Fig. 3"

    small.registry(contradict)
    rewrite_gallery(small.root)
    assert "<br>*contradicts* arXiv:1, Fig. 3 | measurement |" in page(small.root)


@pytest.mark.parametrize("lost", ["png", "csv"])
def test_an_unfinished_run_is_refused_and_the_old_gallery_kept(small, lost):
    run, before = small.run(), files(small.root)
    path = {"png": run.png(SOURCE, "fig8_potential"), "csv": run.table(SOURCE, "times")}[lost]
    (small.root / path).unlink()
    with pytest.raises(FileNotFoundError, match=rf"{path} is missing.*make figures"):
        write_gallery(small.root, "laptop")
    assert files(small.root) == before


def test_a_run_that_never_was_is_refused(small):
    with pytest.raises(FileNotFoundError, match=r"results/tiny/settings\.yaml.*make tiny"):
        write_gallery(small.root, "tiny")


def test_a_table_made_otherwise_is_not_mixed_in(small):
    changed = small.run(cross_entropy={"draws": 3})
    small.finish(changed, "fig6_cross_entropy")
    with pytest.raises(ValueError, match=r"cross_entropy.* made from other settings.*not mix"):
        write_gallery(small.root, "laptop")


def test_a_caption_reaches_the_page_without_a_run(small):
    def rewrite(source):
        source["figures"]["fig8_potential"]["caption"] = "Other words."

    small.registry(rewrite)
    rewrite_gallery(small.root)
    assert "Other words." in page(small.root)


class TestStale:
    def stale(self, small):
        return set(stale(shown_run(small.root), small.root / GALLERY))

    def test_a_file_whose_maker_was_not_kept_is_unknown(self, small):
        gallery = small.root / GALLERY
        known = origins.read(gallery)
        lost = f"{SOURCE}/times.csv"
        origins.write(gallery, {name: kept for name, kept in known.items() if name != lost})
        assert self.stale(small) == {Stale(lost, "unknown")}

    def test_changed_settings_are_named(self, small):
        """The figure drawn from a table has changed with it: caption and inputs."""
        set_recorded(small.root, "basin_radius", "points", 9)
        assert self.stale(small) == {
            Stale(f"{SOURCE}/basin_radius.csv", "settings"),
            Stale(f"{SOURCE}/fig5_attractors.png", "settings"),
            Stale(f"{SOURCE}/fig8_potential.png", "settings"),
        }

    def test_changed_code_is_named(self, small, monkeypatch):
        run = shown_run(small.root)
        code = type(run).code

        def edited(self, script, *modules):
            changed = f"memgen.studies.{SOURCE}.potential" in modules
            return code(self, script, *modules) + ("!" if changed else "")

        monkeypatch.setattr(type(run), "code", edited)
        assert self.stale(small) == {
            Stale(f"{SOURCE}/potential.csv", "code"),
            Stale(f"{SOURCE}/fig8_potential.png", "code"),
        }
        rewrite_gallery(small.root)
        assert f"- changed code: {SOURCE}/potential\n" in page(small.root)

    def test_a_setting_that_no_longer_exists_does_not_hide_the_gallery(self, small):
        set_recorded(small.root, "basin_radius", "gone", 3)
        assert self.stale(small) == set()


def set_recorded(root, section, key, value):
    """Change what the gallery has recorded of the source's settings."""
    path = root / GALLERY / "settings.yaml"
    settings = yaml.safe_load(path.read_text())
    settings[SOURCE][section][key] = value
    path.write_text(yaml.safe_dump(settings, sort_keys=False))


class TestSingleFigures:
    def test_one_figure_needs_no_finished_run(self, small):
        """As in a fresh clone, in which this figure alone was made."""
        run, figure = small.run(), "fig8_potential"
        (small.root / run.results / "settings.yaml").unlink()
        (small.root / run.results / "claims.csv").unlink()
        (small.root / run.png(SOURCE, "fig2_collapse_time")).unlink()
        (small.root / run.png(SOURCE, figure)).write_bytes(b"another look")
        before = (small.root / GALLERY / f"{SOURCE}/fig2_collapse_time.png").read_bytes()
        small.took(run, f"{SOURCE}_potential", 7.0)
        add_figures(small.root, "laptop", [figure])
        gallery = small.root / GALLERY
        assert (gallery / f"{SOURCE}/{figure}.png").read_bytes() == b"another look"
        assert (gallery / f"{SOURCE}/fig2_collapse_time.png").read_bytes() == before
        assert stale(shown_run(small.root), gallery) == []
        times = pd.read_csv(gallery / "durations.csv").set_index("rule")["seconds"]
        assert times[f"{SOURCE}_potential"] == 7.0

    def test_a_new_figure_finds_its_place(self, small):
        gallery = small.root / GALLERY
        claims = pd.read_csv(gallery / "claims.csv")
        known = origins.read(gallery)
        new = "fig5_attractors"
        claims[claims["figure"] != new].to_csv(gallery / "claims.csv", index=False)
        mine = {f"{SOURCE}/{name}" for name in (f"{new}.png", "basins.csv", "basin_radius.csv")}
        origins.write(gallery, {name: kept for name, kept in known.items() if name not in mine})
        for name in mine:
            (gallery / name).unlink()
        add_figures(small.root, "laptop", [new])
        again = pd.read_csv(gallery / "claims.csv")
        pd.testing.assert_frame_equal(again, claims)
        assert mine <= files(small.root)
        assert origins.read(gallery) == known

    def test_tables_that_no_figure_has_any_more_go(self, small):
        gallery = small.root / GALLERY
        known, before = origins.read(gallery), files(small.root)
        gone = f"{SOURCE}/gone.csv"
        (gallery / gone).write_text("value\n1\n")
        origins.write(gallery, known | {gone: next(iter(known.values()))})
        add_figures(small.root, "laptop", ["fig5_attractors"])
        assert files(small.root) == before
        assert origins.read(gallery) == known

    def test_changed_sizes_of_its_own_table_come_with_it(self, small, monkeypatch):
        bigger = {"level_draws": 77}
        changed = small.run(potential=bigger)
        small.finish(changed, "fig8_potential")
        monkeypatch.setattr("memgen.finished.gallery.shipped", lambda *_: changed.config)
        add_figures(small.root, "laptop", ["fig8_potential"])
        assert shown_run(small.root).config == changed.config
        assert "77 draws in (f)" in page(small.root)
        assert stale(shown_run(small.root), small.root / GALLERY) == []

    def test_a_table_is_not_replaced_below_another_figure(self, small, monkeypatch):
        changed = small.run(times={"linear_points": 9})
        small.finish(changed, "fig2_collapse_time", "fig6_cross_entropy")
        monkeypatch.setattr("memgen.finished.gallery.shipped", lambda *_: changed.config)
        with pytest.raises(ValueError, match=r"fig6_cross_entropy would stay.*add them together"):
            add_figures(small.root, "laptop", ["fig2_collapse_time"])
        add_figures(small.root, "laptop", ["fig2_collapse_time", "fig6_cross_entropy"])
        assert stale(shown_run(small.root), small.root / GALLERY) == []

    def test_a_figure_made_otherwise_is_refused(self, small):
        small.finish(small.run(potential={"draws": 77}), "fig8_potential")
        with pytest.raises(ValueError, match=r"potential.* made from other settings"):
            add_figures(small.root, "laptop", ["fig8_potential"])

    def test_a_figure_of_another_run_is_refused(self, small):
        small.finish(small.run("tiny"))
        with pytest.raises(ValueError, match="gallery shows the laptop run"):
            add_figures(small.root, "tiny", ["fig8_potential"])

    def test_a_figure_that_is_none_is_refused(self, small):
        with pytest.raises(ValueError, match="fig99 is no figure"):
            add_figures(small.root, "laptop", ["fig99"])
