"""A study's share of the configuration, sizes of runs, names of runs, named files."""

import json
import os

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from memgen.settings import Config, SettingsError, load
from memgen.settings.base import Section, merged, sized, typed
from memgen.settings.files import OVERLAYS, overlay_yaml, texts
from memgen.settings.named_files import digest, require_named_files
from memgen.settings.run_names import SHIPPED, require_own_name, shipped
from memgen.settings.share import share
from memgen.studies.checks import check

SOURCE = "manifold_memorization"


class Inner(Section):
    """A section within."""

    pair: tuple[float, float] = (1.0, 2.0)
    steps: int = sized(10, "Steps.", tiny=1)


class Outer(Section):
    """A section."""

    ladder: list[int] = sized([1, 2], "Rungs.", tiny=[1], paper=[1, 2, 3])
    inner: Inner = sized(Inner(steps=20), "How.", tiny={"steps": 2})
    fixed: int = 3


def test_a_share_holds_the_section_without_what_is_spread():
    chosen = share(Config(), SOURCE, "fixed_size", ["activations"], {"a": "alpha"})
    assert "activations" not in chosen["section"]
    assert chosen["section"]["N"] == Config().manifold_memorization.fixed_size.N
    assert chosen["shared"] == {"a": Config().manifold_memorization.alpha}
    assert json.loads(json.dumps(chosen)) == chosen


def test_what_cannot_be_spread_is_refused():
    with pytest.raises(ValueError, match="no field 'activation'"):
        share(Config(), SOURCE, "fixed_size", ["activation"])


def test_a_typed_section_equals_the_one_that_was_shared():
    section = Outer(ladder=[5, 6], inner=Inner(pair=(3.0, 4.0)))
    assert typed(Outer, section.model_dump(mode="json")).model_dump() == section.model_dump()
    assert typed(Outer, section.model_dump(mode="json")).inner.pair == (3.0, 4.0)


def test_overlays_hold_just_what_differs():
    assert Outer.overlay("tiny") == {"ladder": [1], "inner": {"steps": 2}}
    assert Outer.overlay("paper") == {"ladder": [1, 2, 3]}


@given(st.dictionaries(st.sampled_from("abc"), st.integers() | st.just({"x": 1})))
def test_a_merge_with_nothing_changes_nothing(values):
    assert merged(values, {}) == values
    assert merged({}, values) == values
    assert merged(values, values) == values


def test_merged_mappings_keep_what_is_not_overlaid():
    assert merged({"a": {"x": 1, "y": 2}, "b": 3}, {"a": {"y": 4}}) == {
        "a": {"x": 1, "y": 4},
        "b": 3,
    }


@pytest.mark.parametrize("run", OVERLAYS)
def test_the_written_overlay_is_the_shipped_run(run):
    assert load(
        merged(Config().model_dump(mode="json"), yaml.safe_load(overlay_yaml(run)))
    ) == shipped(run, Config().seed)


def test_the_files_of_config_are_the_models(root):
    for name, text in texts().items():
        assert (root / "config" / name).read_text() == text, f"run `memgen defaults` ({name})"


def sections(model: BaseModel, where: str = ""):
    for name, value in model:
        if isinstance(value, Section):
            yield f"{where}{name}", value
            yield from sections(value, f"{where}{name}.")


def test_every_ladder_says_its_tiny_size():
    """A list of more than four values may make the tiny run long: it says what it is there."""
    silent = [
        f"{where}.{name}"
        for where, section in sections(Config())
        for name, field in type(section).model_fields.items()
        if isinstance(getattr(section, name), list)
        and len(getattr(section, name)) > 4
        and "tiny" not in (field.json_schema_extra or {}).get("sizes", {})
    ]
    assert silent == []


def test_sections_hold_values_alone():
    """A fingerprint contains values: what a section computes would change results unseen."""
    for where, section in sections(Config()):
        own = {
            name
            for name, value in vars(type(section)).items()
            if isinstance(value, property) or (callable(value) and not name.startswith("_"))
        }
        assert own <= {"named_files"}, where


def test_shipped_runs_keep_their_names():
    mine = load({SOURCE: {"alpha": 0.3}})
    with pytest.raises(SettingsError, match=rf"laptop run \({SOURCE}\.alpha\).*run=mine"):
        require_own_name(mine, results_exist=True)
    require_own_name(mine, results_exist=False)
    require_own_name(load({"run": "mine", SOURCE: {"alpha": 0.3}}), results_exist=True)
    for run in SHIPPED:
        require_own_name(shipped(run, Config().seed), results_exist=True)


@pytest.mark.parametrize(
    ("name", "word"), [("gallery", "kept"), ("Mine", "'mine'"), ("a b", "'a-b'")]
)
def test_a_run_has_a_name_of_its_own(name, word):
    with pytest.raises(SettingsError, match=word):
        load({"run": name})


def test_shipped_runs_satisfy_what_needs_theory():
    for run in SHIPPED:
        check(shipped(run, 1))


def test_a_digest_is_of_the_content(tmp_path):
    file = tmp_path / "x.npy"
    assert digest(file) == "absent"
    file.write_bytes(b"one")
    first = digest(file)
    file.write_bytes(b"two")
    os.utime(file, (1, 1))
    assert digest(file) != first
    file.write_bytes(b"one")
    assert digest(file) == first


def test_a_missing_file_is_refused_by_its_key(tmp_path):
    missing = load({SOURCE: {"points": {"file": str(tmp_path / "nowhere.npy")}}})
    with pytest.raises(ValueError, match=rf"{SOURCE}\.points\.file = .*nowhere\.npy.*no such file"):
        require_named_files(missing)
    (tmp_path / "nowhere.npy").write_bytes(b"there")
    require_named_files(missing)
    require_named_files(Config())


def test_the_home_of_the_user_is_written_as_a_tilde(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    config = load(
        {
            SOURCE: {"points": {"file": "~/x.npy"}},
            "spurious_states": {
                "image_files": {"directory": "~/pictures"},
                "latent_spectra": {"checkpoint": None},
            },
            "losing_dimensions": {
                "image_dimension": {"network": {"image_set": "mnist", "directory": "~/data"}}
            },
            "diagnosis": {"training": "~/x.npy", "network": "~/net.py"},
        }
    )
    assert config.manifold_memorization.points.file == f"{tmp_path}/x.npy"
    assert config.spurious_states.image_files.directory == f"{tmp_path}/pictures"
    assert config.losing_dimensions.image_dimension.network.directory == f"{tmp_path}/data"
    assert config.diagnosis.network == f"{tmp_path}/net.py"


def test_a_folder_is_digested_by_names_and_contents(tmp_path):
    (tmp_path / "a.png").write_bytes(b"one")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/b.png").write_bytes(b"two")
    first = digest(tmp_path)
    (tmp_path / ".hidden").write_bytes(b"three")
    assert digest(tmp_path) == first
    (tmp_path / "deep/b.png").rename(tmp_path / "deep/c.png")
    assert digest(tmp_path) != first
