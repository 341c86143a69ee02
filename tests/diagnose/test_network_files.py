import numpy as np
import pytest
import torch

from memgen.diagnose.cloud import Units
from memgen.diagnose.network_files import load_encoder, load_network, name_of

UNITS = Units(np.array([1.0, 2.0, 3.0, 4.0]), 2.0)
TRAINING = np.ones((5, 2, 2))


def loaded(path, text):
    path.write_text(text)
    return load_network(path, UNITS, TRAINING, (2, 2))


def test_units_shapes_and_both_libraries(tmp_path):
    # in the file's units, at sigma = 2 sqrt(t): halves x
    text = "def denoiser(x, sigma):\n    assert x.shape[1:] == (2, 2)\n    return x / sigma\n"
    x = np.random.default_rng(0).standard_normal((300, 4))
    expected = (UNITS.raw(x) / 3 - UNITS.mean) / 2
    for head in ("", "ARRAYS = 'numpy'\n"):
        network = loaded(tmp_path / "net.py", head + text)
        np.testing.assert_allclose(network.denoise(x, 2.25), expected, atol=1e-5)
        np.testing.assert_allclose(network.score(x, 2.25), (expected - x) / 2.25, atol=1e-5)
    of_tensors = load_network(lambda x, sigma: torch.tensor(x / sigma), UNITS, TRAINING, (2, 2))
    np.testing.assert_allclose(of_tensors.denoise(x, 2.25), expected, atol=1e-5)


def test_answers_tell_networks_apart(tmp_path):
    text = "def denoiser(x, sigma):\n    return x * {}\n"
    x = np.ones((2, 4))
    marks = [
        loaded(tmp_path / "net.py", text.format(k)).mark(x, [0.1, 1.0]) for k in (0.5, 0.5, 0.6)
    ]
    assert marks[0] == marks[1] != marks[2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def f(x): return x", r"defines no denoiser\(x, sigma\)"),
        ("denoiser = 3", "defines no denoiser"),
        ("def denoiser(x, sigma: return", "cannot be run: SyntaxError"),
        ("import nothing_of_this_name", "cannot be run: ModuleNotFoundError"),
        ("ARRAYS = 'jax'\ndef denoiser(x, sigma): return x", "write 'torch' or 'numpy'"),
    ],
)
def test_files_that_cannot_be_used(tmp_path, text, says):
    with pytest.raises(ValueError, match=says):
        loaded(tmp_path / "net.py", text)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("x[:, :1]", r"returned shape \(3, 1, 2\) for x of shape \(3, 2, 2\)"),
        ("x.reshape(len(x), -1)", r"returned shape \(3, 4\)"),
        ("x * float('nan')", "not finite at sigma=2"),
        ("x.long()", "no real ones"),
        ("x + None", "failed for x of shape.*TypeError"),
    ],
)
def test_answers_that_cannot_be_used(tmp_path, answer, says):
    network = loaded(tmp_path / "net.py", f"def denoiser(x, sigma):\n    return {answer}\n")
    with pytest.raises(ValueError, match=says):
        network.denoise(np.ones((3, 4)), 1.0)


def test_what_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such file"):
        load_network(tmp_path / "none.py", UNITS, TRAINING, (2, 2))
    (tmp_path / "net.pt").write_bytes(b"")
    with pytest.raises(ValueError, match="give a Python file"):
        load_network(tmp_path / "net.pt", UNITS, TRAINING, (2, 2))


def test_encoders(tmp_path):
    (tmp_path / "e.py").write_text("def encode(images):\n    return images * 2\n")
    name, encode = load_encoder(tmp_path / "e.py")
    assert "e.py" in name
    assert encode(3) == 6
    (tmp_path / "e.py").write_text("")
    with pytest.raises(ValueError, match=r"defines no encode\(images\)"):
        load_encoder(tmp_path / "e.py")
    assert load_encoder(len) == ("encoder", len)
    assert name_of(len) == "builtins.len"
