from importlib import import_module
from pathlib import Path

import pytest

from memgen.claims.measure import claims_modules
from memgen.finished.readme import FILES, times, with_times
from memgen.registry import SETTING, figures_of_run, read_registry, skipped_figures, table_file
from memgen.settings import Config, load

ENTRY = """
title: A
reference: arXiv:1
figures:
  fig: {title: T, known: slide, caption: c, tables: [t]}
"""


def write(folder: Path, entry: str, *sources: str) -> Path:
    """A registry with the same entry in each source."""
    for source in sources:
        (folder / f"{source}.yaml").write_text(entry)
    return folder


def test_every_entry_is_complete(root):
    registry = read_registry(root / "workflow/figures")
    for source, entry in registry.items():
        for name, figure in entry.figures.items():
            plot = import_module(f"memgen.plots.{source}.{name}")
            assert callable(plot.draw)
            for module in claims_modules(source, name, figure.claims):
                claims = import_module(module)
                for claim in figure.claims:
                    assert callable(getattr(claims, claim.measure)), claim.measure
            caption = figure.full_caption(getattr(Config(), source), "laptop")
            assert len(caption) > len(figure.caption)
            if figure.sizes:
                assert "{" not in caption.split("Sizes of the laptop run: ")[1]
            assert not SETTING.search(figure.full_note(getattr(Config(), source)))


def test_a_note_names_settings_by_their_dotted_names(tmp_path):
    entry = ENTRY.replace("caption: c", 'caption: c, note: "of {collapse.N} spins, N^{-2/3}"')
    (figure,) = read_registry(write(tmp_path, entry, "one"))["one"].figures.values()
    N = ", ".join(map(str, Config().manifold_memorization.collapse.N))
    assert figure.full_note(Config().manifold_memorization) == f"of {N} spins, N^{{-2/3}}"
    with pytest.raises(ValueError, match=r"note = '\{collapse\.N\}' names no setting"):
        figure.full_note(Config().losing_dimensions)


@pytest.mark.parametrize("name", FILES)
def test_stated_times_are_measured_ones(root, name):
    text = (root / name).read_text()
    assert "<!--time:" in text
    assert text == with_times(text, times(root)), "run `memgen readme` and commit the result"


def test_ids_are_unique(tmp_path):
    with pytest.raises(ValueError, match="fig named twice"):
        read_registry(write(tmp_path, ENTRY, "one", "two"))


def test_a_misspelt_field_is_refused(tmp_path):
    broken = ENTRY.replace("caption", "captoin")
    with pytest.raises(ValueError, match=r"one\.yaml(.|\n)*captoin"):
        read_registry(write(tmp_path, broken, "one"))


def test_a_claim_says_whether_it_is_a_check_or_a_measurement(tmp_path):
    claim = "tables: [t], claims: [{measure: m, statement: s, expected: 1%s}]}"
    for kind in ("", ", kind: guess"):
        entry = ENTRY.replace("tables: [t]}", claim % kind)
        with pytest.raises(ValueError, match="kind"):
            read_registry(write(tmp_path, entry, "one"))
    read_registry(write(tmp_path, ENTRY.replace("tables: [t]}", claim % ", kind: check"), "one"))


def test_a_folder_without_sources_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="root of a checkout"):
        read_registry(tmp_path)


def test_tables_of_another_source():
    assert table_file("mine", "times") == ("mine", "times.csv")
    assert table_file("mine", "plane.npz") == ("mine", "plane.npz")
    assert table_file("mine", "theirs/times") == ("theirs", "times.csv")
    assert table_file("mine", "theirs/plane.npz") == ("theirs", "plane.npz")


def test_two_tables_of_one_name_are_refused(tmp_path):
    entry = ENTRY.replace("tables: [t]", "tables: [t, other/t]")
    with pytest.raises(ValueError, match="fig reads two tables of one name"):
        read_registry(write(tmp_path, entry, "one"))


def test_figures_that_need_a_setting_are_skipped_without_it(root, tmp_path):
    registry = read_registry(root / "workflow/figures")
    figure = "fig5b_latent_diffusion"
    assert figure not in figures_of_run(registry, Config())["spurious_states"].figures
    (message,) = (text for name, text in skipped_figures(registry, Config()).items())
    for word in (figure, "spurious_states.latent_spectra.checkpoint", "prompts", "pip install"):
        assert word in message
    (tmp_path / "model_index.json").write_text("{}")
    latent = {"checkpoint": str(tmp_path), "prompts": {"a cat": "unknown"}}
    given = load({"spurious_states": {"latent_spectra": latent}})
    assert figure in figures_of_run(registry, given)["spurious_states"].figures
    assert skipped_figures(registry, given) == {}


def test_captions_are_short(root):
    """The message first; methods stand in the note."""
    for source, entry in read_registry(root / "workflow/figures").items():
        for name, figure in entry.figures.items():
            words = len(figure.caption.split())
            assert words <= 100, f"{source}/{name}: {words} words; move methods to its note"
