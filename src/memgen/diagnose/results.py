"""What a diagnosis finds: numbers with error bars, each with its meaning and its control."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

NORMAL = 1.96  # standard errors of a 95 % interval
WIDEST = 5.0  # logarithm of a factor beyond which an interval is that of any positive number


@dataclass(frozen=True)
class Control:
    """The same number of something that is known not to memorise.

    Attributes
    ----------
    says : str
        Of what: held-out points, Gaussian points of the same covariance, ...
    value, lower, upper : float
        With its 95 % interval.
    """

    says: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Number:
    """A measured number.

    Attributes
    ----------
    name : str
    value, lower, upper : float
        With its 95 % interval; nan where it cannot be told, which `note` then explains.
    meaning : str
        What it says, in one sentence.
    control : Control, optional
    note : str
        What else has to be known; begins with "not resolved" where the data tell too little.
    """

    name: str
    value: float
    lower: float
    upper: float
    meaning: str
    control: Control | None = None
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One curve of a figure, with its 95 % band where there is one."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()


@dataclass(frozen=True)
class Curves:
    """Curves of one figure.

    Attributes
    ----------
    name, title, x_label, y_label : str
    lines : tuple of Line
    x_log, y_log : bool
        Which axes are logarithmic.
    marks : mapping
        Vertical lines: label -> x.
    paired : bool
        Whether each second line is the control of the one before it.
    """

    name: str
    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    x_log: bool = True
    y_log: bool = False
    marks: Mapping[str, float] = field(default_factory=dict)
    paired: bool = False


@dataclass(frozen=True)
class Listing:
    """Points by their rows (counted from 0): duplicates, outliers, nearest pairs."""

    name: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[float | int | str, ...], ...]


@dataclass(frozen=True)
class Part:
    """What is found of the data, of the samples or of the network."""

    name: str
    title: str
    numbers: tuple[Number, ...]
    curves: tuple[Curves, ...] = ()
    listings: tuple[Listing, ...] = ()
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Number:
        """Return a number by its name.

        Raises
        ------
        KeyError
            If there is none of that name: the message names those that there are.
        """
        for number in self.numbers:
            if number.name == name:
                return number
        raise KeyError(f"{name!r}; there are {', '.join(n.name for n in self.numbers)}.")

    def listing(self, name: str) -> Listing:
        """Return a listing by its name; KeyError if there is none."""
        for one in self.listings:
            if one.name == name:
                return one
        raise KeyError(f"{name!r}; there are {', '.join(one.name for one in self.listings)}.")


@dataclass(frozen=True)
class Diagnosis:
    """A whole diagnosis.

    Attributes
    ----------
    verdict : str
        "memorises", "partly", "no sign" or "not resolved".
    explanation : str
        Why, in a sentence or two.
    data : Part
    samples, network : Part, optional
        Where samples or a network were given.
    inputs : mapping
        What was read: for each input its name, shape and digest.
    settings, versions : mapping
        Of the run.
    """

    verdict: str
    explanation: str
    data: Part
    samples: Part | None
    network: Part | None
    inputs: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, Any]
    versions: Mapping[str, str]

    @property
    def parts(self) -> list[Part]:
        """The parts that there are."""
        return [part for part in (self.data, self.samples, self.network) if part is not None]

    def to_json(self) -> str:
        """Return it as JSON; numbers that are not finite are the words "nan", "inf", "-inf"."""
        return json.dumps(_plain(asdict(self)), indent=1, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Diagnosis":
        """Return the diagnosis that `to_json` wrote.

        Raises
        ------
        ValueError
            If the text is no such JSON.
        """
        told = json.loads(text)
        if not isinstance(told, dict) or "verdict" not in told:
            raise ValueError("this is no JSON of a diagnosis.")
        data, samples, network = (_part(told[name]) for name in ("data", "samples", "network"))
        if data is None:
            raise ValueError("the JSON holds no part `data`, which every diagnosis has.")
        about = (told["inputs"], told["settings"], told["versions"])
        return cls(told["verdict"], told["explanation"], data, samples, network, *about)


def measured(
    name: str, value: float, stderr: float, meaning: str, control: Control | None = None
) -> Number:
    """Return a positive number with the interval value * exp(+-1.96 stderr / value), or (0, inf).

    Where the standard error exceeds half of its size it is marked as not resolved.
    """
    poor = not np.isfinite(value) or not np.isfinite(stderr) or stderr > 0.5 * abs(value)
    note = "not resolved: the error is larger than half the value." if poor else ""
    return Number(name, *_interval(value, stderr), meaning, control, note)


def positive_control(says: str, value: float, stderr: float) -> Control:
    """Return a control of a positive number, with an interval as of `measured`."""
    return Control(says, *_interval(value, stderr))


def _interval(value: float, stderr: float) -> tuple[float, float, float]:
    if not value > 0:
        return value, value - NORMAL * stderr, value + NORMAL * stderr
    if not NORMAL * stderr < WIDEST * value:
        return value, 0.0, float("inf")
    factor = float(np.exp(NORMAL * stderr / value))
    return value, value / factor, value * factor


def unknown(name: str, meaning: str, why: str) -> Number:
    """Return a number that could not be told, with the reason."""
    nan = float("nan")
    return Number(name, nan, nan, nan, meaning, None, f"not resolved: {why}")


def controlled(says: str, value: float, stderr: float) -> Control:
    """Return a control with the interval that its standard error gives."""
    return Control(says, value, value - NORMAL * stderr, value + NORMAL * stderr)


def line(label: str, x: Any, y: Any, stderr: Any = None) -> Line:
    """Return a curve from arrays, with a band of 1.96 standard errors where these are given."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if stderr is None:
        return Line(label, tuple(x.tolist()), tuple(y.tolist()))
    reach = NORMAL * np.asarray(stderr, dtype=float)
    edges = (tuple((y - reach).tolist()), tuple((y + reach).tolist()))
    return Line(label, tuple(x.tolist()), tuple(y.tolist()), *edges)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else str(float(value))
    return value.item() if isinstance(value, np.generic) else value


def _part(told: Mapping[str, Any] | None) -> Part | None:
    if told is None:
        return None
    return Part(
        told["name"],
        told["title"],
        tuple(_number(one) for one in told["numbers"]),
        tuple(_curves(one) for one in told["curves"]),
        tuple(
            Listing(one["name"], one["says"], tuple(one["columns"]), tuple(map(tuple, one["rows"])))
            for one in told["listings"]
        ),
        tuple(told["notes"]),
    )


def _number(told: Mapping[str, Any]) -> Number:
    control = told["control"]
    sizes = {key: float(told[key]) for key in ("value", "lower", "upper")}
    if control is not None:
        control = Control(
            control["says"], *(float(control[key]) for key in ("value", "lower", "upper"))
        )
    return Number(**{**told, **sizes, "control": control})


def _curves(told: Mapping[str, Any]) -> Curves:
    lines = tuple(
        Line(one["label"], *(tuple(map(float, one[key])) for key in ("x", "y", "lower", "upper")))
        for one in told["lines"]
    )
    return Curves(**{**told, "lines": lines})
