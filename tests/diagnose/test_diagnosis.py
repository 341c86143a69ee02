"""The whole, with the three worked cases of docs/is_my_model_memorising.md at toy size."""

import json
import re

import numpy as np
import pytest

from memgen.cli import main
from memgen.diagnose import Diagnosis, diagnose
from memgen.diagnose.report import picture_shape, shown_number

SMALL = {"probes": 20, "queries": 150}


def cases(digits):
    """Samples of a model that copies, of one that does not, and of one in between."""
    rng = np.random.default_rng(0)
    training, held_out, fresh = digits[:300], digits[300:600], digits[600:720]
    copies = training[rng.integers(300, size=120)] + rng.normal(size=(120, 8, 8, 1)) * 0.2
    between = np.concatenate([copies[:30], fresh[:90]])
    return training, held_out, {"memorises": copies, "no sign": fresh, "partly": between}


def test_three_worked_cases(digits, tmp_path):
    training, held_out, samples = cases(digits)
    told = {}
    for verdict, given in samples.items():
        out = tmp_path if verdict == "partly" else None
        found = diagnose(training, given, held_out=held_out, out=out, **SMALL)
        assert found.verdict == verdict
        told[verdict] = found.samples
    # what the page says of each
    fraction, authentic, test = (
        {verdict: part[name] for verdict, part in told.items()}
        for name in ("memorised_fraction", "authentic_fraction", "copying_test")
    )
    assert [fraction[word].value for word in samples] == [1, 0, 0.25]
    assert all(number.control.value < 0.01 for number in fraction.values())
    assert told["no sign"]["memorised_excess"].upper < 0.05
    assert test["memorises"].upper < -3
    assert abs(test["no sign"].value) < 3
    assert test["partly"].value > -5
    assert authentic["memorises"].value == 0
    fresh = authentic["no sign"]
    assert fresh.control.lower - 0.05 < fresh.value < fresh.control.upper + 0.05
    assert 0.6 < authentic["partly"].value / fresh.value < 0.9
    # the last one: all parts of the report are there, and nothing is fetched from elsewhere
    page = (tmp_path / "report.html").read_text()
    assert "partly" in page
    assert page.count("data:image/png;base64,") == len(found.data.curves) + 3
    assert not re.search(r'\b(src|href)="(?!data:)', page)
    again = Diagnosis.from_json((tmp_path / "diagnosis.json").read_text())
    assert again.to_json() == found.to_json()
    assert again.settings == {"probes": 20, "queries": 150, "seed": 0}
    assert again.versions["numpy"] == np.__version__
    assert again.inputs["samples"]["shape"] == [120, 8, 8, 1]


def test_the_command_goes_on_and_prints_what_it_found(digits, tmp_path, capsys, monkeypatch):
    training, held_out, samples = cases(digits)
    for name, values in (("t", training[:64]), ("h", held_out), ("s", samples["no sign"])):
        np.save(tmp_path / f"{name}.npy", values)
    network = tmp_path / "network.py"
    network.write_text("def denoiser(x, sigma):\n    return 5 + (x - 5) / (1 + sigma**2 / 16)\n")
    encoder = tmp_path / "encoder.py"
    encoder.write_text("def encode(images):\n    return images.reshape(len(images), -1)[:, ::2]\n")
    words = ["diagnose", str(tmp_path / "t.npy"), "--samples", str(tmp_path / "s.npy")]
    words += ["--held-out", str(tmp_path / "h.npy"), "--network", str(network)]
    words += ["--encoder", str(encoder), "--probes", "10", "--queries", "60"]
    main([*words, "--out", str(tmp_path / "out")])
    first = capsys.readouterr()
    assert first.out.startswith("no sign. ")
    assert "held-out points" in first.out
    assert "Jacobian of the network" in first.err
    told = json.loads((tmp_path / "out/diagnosis.json").read_text())
    assert told["inputs"]["samples"]["shape"] == [120, 32]
    # drawn once is enough here
    monkeypatch.setattr("memgen.diagnose.report.write_report", lambda *_: None)
    main([*words, "--out", str(tmp_path / "out")])
    second = capsys.readouterr()
    assert second.out == first.out
    steps = second.err.splitlines()
    assert len(steps) > 10
    assert all(line.endswith("there already") for line in steps)
    # another network: its own steps alone are made again
    network.write_text("def denoiser(x, sigma):\n    return 5 + 0 * x\n")
    main([*words, "--out", str(tmp_path / "out")])
    remade = [line for line in capsys.readouterr().err.splitlines() if line.endswith("...")]
    assert len(remade) == 3
    assert all("etwork" in line for line in remade)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["none.npy"], "no such file or folder"),
        (["t.npy", "--samples", "narrow.npy"], r"shape \(3,\)"),
        (["t.npy", "--second-samples", "t.npy"], "second_samples need samples"),
        (["t.npy", "--probes", "1"], "probes=1"),
        (["t.npy", "--network", "none.py"], "there is no such file"),
    ],
)
def test_the_command_says_what_is_wrong(words, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("t.npy", np.random.default_rng(0).standard_normal((12, 4)))
    np.save("narrow.npy", np.ones((5, 3)))
    with pytest.raises(SystemExit, match=says):
        main(["diagnose", *words, "--out", "out"])


def test_pictures_and_numbers_of_the_report():
    assert picture_shape((8, 8, 3)) == (8, 8, 3)
    assert picture_shape((8, 6)) == (8, 6, 1)
    assert picture_shape((64,)) == (8, 8, 1)
    assert picture_shape((5,)) is None
    assert picture_shape((2, 2, 2)) is None
    assert shown_number(1.5, 1.5, 1.5) == "1.5"
    assert shown_number(0.25, 0.125, 0.5) == "0.25 (0.125 to 0.5)"
    assert shown_number(float("nan"), 0, 1) == "–"
