"""Every public function of the theory refuses what is no number, by the argument's name."""

import importlib
import inspect
import pkgutil
import types
import typing

import numpy as np
import pytest

import memgen.theory
from memgen.theory import mixture_collapse
from memgen.theory.couplings.few_patterns import entropy_and_heat
from memgen.theory.random_features import spectral_density, training_loss

SCALARS = ([float], [int], [int, float])


def public_functions():
    """Yield the functions of all public modules of the theory that take a number."""
    for module in pkgutil.walk_packages(memgen.theory.__path__, "memgen.theory."):
        if any(part.startswith("_") for part in module.name.split(".")):
            continue
        for name, function in vars(importlib.import_module(module.name)).items():
            if not name.startswith("_") and inspect.isfunction(function):
                numbers = list(scalars(function))
                if function.__module__.startswith("memgen.theory") and numbers:
                    yield pytest.param(function, numbers, id=f"{function.__module__}.{name}"[14:])


def scalars(function):
    """Yield the parameters that are one number."""
    for name, parameter in inspect.signature(function).parameters.items():
        union = typing.get_origin(parameter.annotation) in (types.UnionType, typing.Union)
        parts = typing.get_args(parameter.annotation) if union else [parameter.annotation]
        if [part for part in parts if part is not type(None)] in SCALARS:
            yield name


FUNCTIONS = list({case.id: case for case in public_functions()}.values())


def test_there_are_many():
    assert len(FUNCTIONS) > 150


@pytest.mark.parametrize(("function", "numbers"), FUNCTIONS)
def test_what_is_no_number_is_refused_by_name(function, numbers):
    for name in numbers:
        for value in ("1", True, np.ones(2), np.ma.masked_array(1.0), 1j):
            with pytest.raises(TypeError, match=f"^{name}[= ]"):
                function(**{name: value})
        with pytest.raises(ValueError, match=f"^{name}=nan"):
            function(**{name: np.nan})


def test_a_number_gives_a_number(monkeypatch):
    """And an array gives those numbers, in its shape."""
    monkeypatch.setattr(mixture_collapse, "NODES", 2)
    grid = np.array([[0.5, 1.5], [3.0, 8.0]])
    for read in (
        lambda t: entropy_and_heat(t)[1],
        lambda t: mixture_collapse.own_point(t, 4, 30, 2.0).weight,
        lambda x: spectral_density(1 + x, 4.0, 2.0, 0.1),
        lambda tau: training_loss(tau, 4.0, 2.0, 0.1).value,
    ):
        found = read(grid)
        assert found.shape == grid.shape
        assert [type(read(value)) for value in (1.5, 3, np.float64(0.5), np.array(8.0))] == [
            float
        ] * 4
        np.testing.assert_array_equal([read(value) for value in grid.ravel()], found.ravel())
    assert training_loss(1e9, 4.0, 2.0, 0.1).value == pytest.approx(
        training_loss(np.inf, 4.0, 2.0, 0.1).final
    )
