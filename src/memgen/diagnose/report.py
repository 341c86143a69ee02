"""The report: one HTML page that needs nothing else, and a JSON file of all numbers."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

import numpy as np

from memgen.diagnose.drawing import as_png, draw_curves, draw_pairs
from memgen.diagnose.inputs import Given
from memgen.diagnose.results import Diagnosis, Listing, Number, Part
from memgen.tables.files import atomic

PAGE, NUMBERS = "report.html", "diagnosis.json"
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%;font-size:.9rem}
td,th{border-bottom:1px solid #ddd;padding:.35rem .5rem;text-align:left;vertical-align:top}
td.n{white-space:nowrap;font-variant-numeric:tabular-nums}
.verdict{font-size:1.3rem;border-left:.4rem solid #0072B2;padding:.5rem 1rem;background:#f4f8fb}
.figures{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0}figcaption{font-size:.85rem}
figure img{max-width:30rem;width:100%}.note{color:#8a4b00}small{color:#555}
""".strip()


def write_report(diagnosis: Diagnosis, folder: Path, pixels: Mapping[str, Given]) -> None:
    """Write report.html and diagnosis.json into a folder.

    Parameters
    ----------
    diagnosis : Diagnosis
        What was found.
    folder : Path
        Made if it is not there.
    pixels : mapping
        The inputs as they were given, from which pictures of pairs are taken.
    """
    for name, text in ((NUMBERS, diagnosis.to_json()), (PAGE, page(diagnosis, pixels))):
        with atomic(folder / name) as temporary:
            temporary.write_text(text, encoding="utf-8")


def page(diagnosis: Diagnosis, pixels: Mapping[str, Given]) -> str:
    """Return the page."""
    body = [
        "<h1>Is the model memorising?</h1>",
        f'<p class="verdict"><strong>{escape(diagnosis.verdict)}</strong>. '
        f"{escape(diagnosis.explanation)}</p>",
        "<p><small>Values with 95 % intervals; beside each the control, the same number of "
        "something that cannot memorise. Lengths and noise are in units of the training data's "
        "standard deviation per coordinate where nothing else is said.</small></p>",
    ]
    for part in diagnosis.parts:
        body += _part(part, pixels)
    body += ["<h2>Inputs, settings, versions</h2>", _inputs(diagnosis)]
    inner = "\n".join(body)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>memgen diagnose</title><style>{STYLE}</style></head>\n<body>\n{inner}\n"
        "</body></html>\n"
    )


def shown_number(value: float, lower: float, upper: float) -> str:
    """Return a value with its interval in words; exact ones without."""
    if not np.isfinite(value):
        return "–"
    if not np.isfinite(lower) or lower == upper:
        return f"{value:.4g}"
    return f"{value:.3g} ({lower:.3g} to {upper:.3g})"


def _part(part: Part, pixels: Mapping[str, Given]) -> list[str]:
    rows = [_row(number) for number in part.numbers]
    head = "<tr><th>number</th><th>value</th><th>control</th><th>meaning</th></tr>"
    body = [f"<h2>{escape(part.title)}</h2>"]
    body += [f'<p class="note">{escape(note)}</p>' for note in part.notes]
    body += [f"<table>{head}{''.join(rows)}</table>", '<div class="figures">']
    for curves in part.curves:
        if any(line.x for line in curves.lines):
            address = as_png(draw_curves(curves))
            title = escape(curves.title)
            body.append(
                f'<figure><img alt="{title}" src="{address}"><figcaption>{title}</figcaption>'
                "</figure>"
            )
    body.append("</div>")
    for listing in part.listings:
        if listing.name == "nearest_pairs":
            body.append(_pictures(listing, pixels))
        if listing.rows:
            body.append(_listing(listing))
    return body


def _row(number: Number) -> str:
    name = escape(number.name.replace("_", " "))
    value = shown_number(number.value, number.lower, number.upper)
    control = "–"
    if number.control is not None:
        told = number.control
        shown = shown_number(told.value, told.lower, told.upper)
        control = f"{shown}<br><small>{escape(told.says)}</small>"
    note = f'<br><span class="note">{escape(number.note)}</span>' if number.note else ""
    return (
        f'<tr><td>{name}</td><td class="n">{value}</td><td>{control}</td>'
        f"<td>{escape(number.meaning)}{note}</td></tr>"
    )


def _listing(listing: Listing) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in listing.columns)
    rows = "".join(
        "<tr>" + "".join(f'<td class="n">{_cell(cell)}</td>' for cell in row) + "</tr>"
        for row in listing.rows
    )
    title = escape(listing.says)
    return (
        f"<details><summary>{title} ({len(listing.rows)} shown)</summary>"
        f"<table><tr>{head}</tr>{rows}</table></details>"
    )


def _cell(cell: float | int | str) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else escape(str(cell))


def _pictures(listing: Listing, pixels: Mapping[str, Given]) -> str:
    """Return pairs as pictures, samples above their nearest training points, where they are."""
    training, samples = pixels["training"], pixels["samples"]
    shape = picture_shape(training.shape)
    if shape is None or not listing.rows:
        return ""
    rows = [(int(row[0]), int(row[1])) for row in listing.rows]
    images = [
        (
            np.asarray(samples.values[a], dtype=float).reshape(shape),
            np.asarray(training.values[b], dtype=float).reshape(shape),
        )
        for a, b in rows
    ]
    seen = np.array([pair[1] for pair in images])
    low, high = float(seen.min()), float(seen.max())
    unit = high - low if high > low else 1.0
    scaled = [tuple(np.clip((one - low) / unit, 0, 1) for one in pair) for pair in images]
    address = as_png(draw_pairs([(first, second) for first, second in scaled]))
    says = "The samples most like copies, above, and their nearest training points, below."
    return f'<figure><img alt="pairs" src="{address}"><figcaption>{says}</figcaption></figure>'


def picture_shape(shape: tuple[int, ...]) -> tuple[int, int, int] | None:
    """Return height, width and channels of points that are pictures, None of others.

    Points of two axes are grey pictures, of three with 1 or 3 channels last; so are rows whose
    length is a square.
    """
    if len(shape) == 3 and shape[2] in (1, 3):
        return shape[0], shape[1], shape[2]
    if len(shape) == 2:
        return shape[0], shape[1], 1
    side = int(np.sqrt(shape[0]))
    if len(shape) == 1 and side >= 4 and side**2 == shape[0]:
        return side, side, 1
    return None


def _inputs(diagnosis: Diagnosis) -> str:
    rows = [
        f"<tr><td>{escape(name)}</td><td>{escape(str(dict(about)))}</td></tr>"
        for name, about in (
            *diagnosis.inputs.items(),
            ("settings", diagnosis.settings),
            ("versions", diagnosis.versions),
        )
    ]
    return f"<table>{''.join(rows)}</table>"
