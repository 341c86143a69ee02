"""Random settings end in a plan or in an error that names a key, never in another exception."""

import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from memgen.declared import declarations
from memgen.settings import Config, SettingsError, load
from memgen.settings.base import Section
from memgen.settings.named_files import require_named_files
from memgen.studies.checks import check


def leaves(model: Any, at: tuple[str, ...] = ()):
    """The places of all sections and settings, with the default of each."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        yield (*at, name), value
        if isinstance(value, Section):
            yield from leaves(value, (*at, name))


PLACES = dict(leaves(Config()))
NUMBERS = [0, 1, -1, 2, 3, 7, 1e-3, 0.5, 1.5, 1e9, 10**12, 1e300, 1e-300, -0.0]
WORDS = ["4e5", "1e400", "x", "", "yes", "null", "../x", "ä$"]
ODD = st.sampled_from([*NUMBERS, math.nan, math.inf, *WORDS, True, False, None, [], {}])
FACTORS = st.sampled_from([0, 2, 10, 1000, -1, 0.1, 0.5, 1e6])


def near(default: Any):
    """Values like the default: scaled, turned round, doubled."""
    if isinstance(default, int | float) and not isinstance(default, bool):
        return FACTORS.map(lambda factor: default * factor)
    if isinstance(default, list | tuple) and default and isinstance(default[0], int | float):
        values = list(default)
        scaled = FACTORS.map(lambda factor: [value * factor for value in values])
        return st.sampled_from([values[::-1], values[:1], values + values]) | scaled
    return ODD


@st.composite
def overlays(draw):
    """An overlay with up to three settings of any kind, among them keys that do not exist."""
    overlay: dict[str, Any] = {}
    for place in draw(st.lists(st.sampled_from(sorted(PLACES)), min_size=1, max_size=3)):
        any_value = ODD | st.lists(ODD, max_size=4) | st.dictionaries(st.just("alpah"), ODD)
        at: Any = overlay
        for part in place[:-1]:
            at = at.setdefault(part, {})
            if not isinstance(at, dict):
                break
        else:
            at[place[-1]] = draw(near(PLACES[place]) | any_value)
    return overlay


def plan(overlay: dict[str, Any]) -> str:
    """Bring settings to all that is declared for them, or return what is wrong with them."""
    try:
        config = load(overlay)
        check(config)
        require_named_files(config)
        for declared in declarations(config):
            declared.settings(config)
    except ValueError as error:
        return str(error)
    return ""


@settings(max_examples=300)
@given(overlays())
@example({"training_dynamics": {"outlier_timescale": {"t": 4e5}}})
@example({"manifold_memorization": {"cross_entropy": {"N": 40_000_000}}})
@example({"memorization_as_generalization": {"random_energy": {"diffusion": {"drawn_N": 10**9}}}})
@example({"spectral_gaps": {"curved": {"times": 10**9}}})
@example({"manifold_memorization": {"collapse": {"draws": 10**12, "draws_per_job": 1}}})
def test_random_settings_end_in_a_plan_or_a_clear_error(overlay):
    said = plan(overlay)
    # Of files, and of draws cut into too many jobs, an error names the key without its source.
    known = (*overlay, "no such file", "draws_per_job")
    assert said == "" or any(part in said for part in known)


@pytest.mark.parametrize("value", [math.nan, math.inf, "nan", None, {}])
def test_no_number_takes_what_is_none(value):
    """Of every setting that is a number."""
    for place, default in PLACES.items():
        if isinstance(default, int | float) and not isinstance(default, bool):
            overlay: Any = value
            for part in reversed(place):
                overlay = {part: overlay}
            with pytest.raises(SettingsError, match=place[-1]):
                load(overlay)
