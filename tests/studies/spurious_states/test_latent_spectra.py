"""Spectra of a latent model whose score is linear: its singular values are known."""

import numpy as np
import pytest
import torch

from memgen.settings.spurious_images import LatentSpectra
from memgen.studies.spurious_states import latent_spectra

VALUES = torch.linspace(0.5, 4, 16, dtype=torch.float64)


class LinearModel:
    """Latents of 1 x 4 x 4, whose score is -diag(VALUES) z."""

    random = False

    def __init__(self):
        self.asked = []

    def alpha_bar(self, step):
        assert step == 7
        return 0.75

    def generate(self, prompt, seeds, steps, guidance):
        self.asked.append((prompt, seeds, steps, guidance))
        spread = 0.1 if prompt == "copied" else 1.0
        rng = np.random.default_rng(seeds[0])
        return torch.as_tensor(spread * rng.standard_normal((len(seeds), 1, 4, 4)))

    def decode(self, latents):
        return np.full((len(latents), 300, 200, 3), 0.25)

    def score(self, prompt, step):
        self.asked.append((prompt, step))
        return lambda z: -(VALUES.reshape(1, 1, 4, 4) * z)


@pytest.fixture
def made(monkeypatch, seeds_of, frame_of, tmp_path):
    model = LinearModel()
    monkeypatch.setattr(latent_spectra, "load_latent_diffusion", lambda *_: model)
    (tmp_path / "model_index.json").write_text("{}")
    s = LatentSpectra(
        checkpoint=str(tmp_path),
        prompts={"copied": "memorised", "new": "generalised"},
        images=2,
        jacobian_step=7,
        lanczos_steps=16,
        lanczos_starts=6,
        device="cpu",
    )
    assert s.named_files() == [str(tmp_path)]
    made = latent_spectra.table(s, seeds_of("latent_spectra"))
    return frame_of(made.rows), made.arrays["pictures"], model


def test_spectra(made):
    frame, _, _ = made
    assert frame[frame["quantity"] == "ceiling"]["value"].iloc[0] == 4
    assert frame[frame["quantity"] == "random_weights"]["value"].iloc[0] == 0
    for prompt, kind in ((0, "memorised"), (1, "generalised")):
        rows = frame[frame["prompt"] == prompt]
        assert set(rows["type"]) == {kind}
        assert set(rows["N"]) == {16}
        largest = rows[rows["quantity"] == "largest"].sort_values("rank")["value"]
        np.testing.assert_allclose(largest, VALUES.numpy()[:5:-1], rtol=1e-6)
        bound = rows[rows["quantity"] == "largest_bound"]["value"]
        assert (bound < 1e-5).all()
        spectrum = rows[rows["quantity"] == "singular_value"].sort_values("fraction")
        assert len(spectrum) == 64
        assert (np.diff(spectrum["value"]) <= 1e-9).all()
        expected = np.interp(spectrum["fraction"], (np.arange(16) + 0.5) / 16, VALUES.numpy()[::-1])
        assert np.abs(spectrum["value"] - expected).mean() < 0.5
        assert set(spectrum["n"]) == {2}


def test_images_of_a_prompt_lie_apart(made):
    frame, _, _ = made
    apart = frame[frame["quantity"] == "apart"].set_index("prompt")["value"]
    assert apart[1] == pytest.approx(np.sqrt(2), rel=0.3)
    assert apart[0] == pytest.approx(0.1 * np.sqrt(2), rel=0.3)
    z = torch.tensor([[[1.0, 0.0]], [[0.0, 0.0]], [[0.0, 2.0]]])
    pairs = latent_spectra.pair_distances(z)
    np.testing.assert_allclose(pairs, np.sqrt([0.5, 2.5, 2.0]))


def test_each_prompt_has_seeds_and_a_picture(made, seeds_of):
    _, pictures, model = made
    assert set(pictures) == {"prompt0", "prompt1"}
    assert pictures["prompt0"].shape == (100, 66, 3)
    (copied, seeds, steps, guidance), conditional, *_ = model.asked
    assert conditional == ("copied", 7)
    rng = seeds_of("latent_spectra").generator({"prompt": "copied"})
    assert (copied, steps, guidance) == ("copied", 50, 7.5)
    assert seeds == rng.integers(2**31, size=2).tolist()


def test_pictures_are_means_of_blocks():
    picture = np.zeros((200, 256, 3))
    picture[:2, :2] = [[[4.0] * 3, [0.0] * 3], [[0.0] * 3, [0.0] * 3]]
    small = latent_spectra.reduced(picture)
    assert small.shape == (100, 128, 3)
    assert small[0, 0, 0] == 1


def test_without_a_checkpoint_it_says_so(seeds_of):
    with pytest.raises(ValueError, match=r"latent_spectra\.checkpoint"):
        latent_spectra.table(LatentSpectra(), seeds_of("latent_spectra"))
