"""The counts of a table: settings to which its time is proportional, or a part of its time is.

How many draws, probes, steps or points of a grid there are; not how large a system is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from memgen.declared.declaration import Declaration, Network
from memgen.settings import Config
from memgen.settings.base import merged, typed

Values = Mapping[str, Any]
# The last word of their names ("out": images held out, which are probed).
WORDS = frozenset(
    {
        "amounts",
        "angles",
        "beyond",
        "cells",
        "chains",
        "clones",
        "compared",
        "distances",
        "draws",
        "epochs",
        "followed",
        "grid",
        "images",
        "job",
        "levels",
        "loads",
        "networks",
        "nodes",
        "noises",
        "out",
        "pairs",
        "patterns",
        "points",
        "probes",
        "records",
        "references",
        "repetitions",
        "samples",
        "sigmas",
        "simulated",
        "starts",
        "steps",
        "sweeps",
        "temperatures",
        "times",
        "trajectories",
        "trials",
    }
)
# Fields that are spread over jobs count within one of them where they say how much each has.
WITHIN_JOBS = frozenset({"draws_per_job"})
OF_NETWORKS = frozenset({"draws", "networks", "least_networks"})
# With the fewest training steps a network is not trained, but as large.
UNTRAINED = 4
TRAINED = (".training.steps", ".fewer_steps")
# Networks trained side by side are one stack, whose size is no count.
STACKED = ("network", "image_stack")
# Of what other tables make for this one: how much there is of it.
HANDED_ON = frozenset({"samples", "count"})


def counts(
    declared: Declaration, small: Config, full: Config, behind: tuple[Declaration, ...] = ()
) -> dict[str, tuple[int, int]]:
    """Return the counts of a declaration by their dotted names: the fewest and all.

    Parameters
    ----------
    declared : Declaration
        Of the full run.
    small : Config
        A run whose counts are few: they are known to be possible.
    full : Config
        The run in question.
    behind : tuple of Declaration
        What it needs, directly or not.
    """
    few, many = (config.model_dump(mode="json") for config in (small, full))
    return dict(_own(declared, few, many)) | {
        name: pair
        for other in behind
        for name, pair in _own(other, few, many)
        if name.rsplit(".", 1)[-1] in HANDED_ON
    }


def _own(
    declared: Declaration, small: Values, full: Values
) -> Iterator[tuple[str, tuple[int, int]]]:
    section = declared.name if declared.section is None else declared.section
    within = WITHIN_JOBS | (OF_NETWORKS if "networks" in declared.keys else set())
    trains = isinstance(declared, Network) and "steps" not in declared.keys
    for place in [*([section] if section else []), *declared.shared.values()]:
        above = f"{declared.source}.{place}"
        for name, few, many in _leaves(small, full, above):
            rest = name.removeprefix(above).lstrip(".")
            spread = any(rest == one or rest.startswith(f"{one}.") for one in declared.spread)
            if (spread and rest not in within) or few >= many:
                continue
            if trains if name.endswith(TRAINED) else _counted(name):
                yield name, (few, many)
    # A ladder of training steps that the jobs are spread over.
    if "steps" in declared.keys:
        name = f"{declared.source}.{section.split('.', 1)[0]}.steps"
        yield name, (UNTRAINED, max(_at(full, name)))


def _counted(name: str) -> bool:
    *above, last = name.split(".")
    word = last.rsplit("_", 1)[-1]
    if word == "networks" and above and above[-1] in STACKED:
        return False
    return word in WORDS


def _leaves(small: Values, full: Values, place: str) -> Iterator[tuple[str, int, int]]:
    few, many = (_at(values, place) for values in (small, full))
    pairs = {place: (few, many)} if not isinstance(many, Mapping) else dict(_walk(few, many, place))
    for name, (less, more) in pairs.items():
        if type(less) is int and type(more) is int:
            yield name, UNTRAINED if name.endswith(TRAINED) else less, more


def _walk(few: Values, many: Values, place: str) -> Iterator[tuple[str, Any]]:
    for key, value in many.items():
        if isinstance(value, Mapping):
            yield from _walk(few[key], value, f"{place}.{key}")
        else:
            yield f"{place}.{key}", (few.get(key), value)


def _at(values: Values, place: str) -> Any:
    value: Any = values
    for part in place.split("."):
        value = value[part]
    return value


def with_levels(config: Config, levels: Mapping[str, int]) -> Config:
    """Return a configuration with these counts; a ladder of steps becomes the one value.

    It is not checked: what other tables than the one in question want of it does not matter.
    """
    values = config.model_dump(mode="json")
    for name, level in levels.items():
        old = _at(values, name)
        value: Any = [level] if isinstance(old, list) else level
        for part in reversed(name.split(".")):
            value = {part: value}
        values = merged(values, value)
    return cast(Config, typed(Config, values))


def fewest(declared: Iterable[Declaration], small: Config, full: Config) -> dict[str, int]:
    """Return all counts of declarations at their fewest."""
    few, many = (config.model_dump(mode="json") for config in (small, full))
    return {name: least for one in declared for name, (least, _) in _own(one, few, many)}
