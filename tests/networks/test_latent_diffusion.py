"""A tiny latent diffusion model of diffusers' own classes, saved and loaded as a checkpoint."""

import numpy as np
import pytest
import torch

from memgen.diffusion.matrix_free import jacobian_maps, lanczos
from memgen.networks.latent_diffusion import RANDOM_WEIGHTS, load_latent_diffusion
from memgen.networks.random_pipeline import save_random_pipeline

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """A pipeline of random weights, saved."""
    return save_random_pipeline(tmp_path_factory.mktemp("latent") / "model")


@pytest.fixture(scope="module")
def model(checkpoint):
    return load_latent_diffusion(checkpoint, CPU)


def test_images_depend_on_their_seeds_and_the_prompt(model):
    pair = model.generate("a cat", [1, 2], 3, 2.0)
    assert pair.shape == (2, 4, 4, 4)
    again = model.generate("a cat", [2], 3, 2.0)
    torch.testing.assert_close(again[0], pair[1], rtol=1e-4, atol=1e-4)
    assert not torch.allclose(model.generate("dog", [2], 3, 2.0), again, atol=1e-4)
    pictures = model.decode(pair)
    assert pictures.shape == (2, 8, 8, 3)
    assert ((pictures >= 0) & (pictures <= 1)).all()


def test_its_folder_says_that_it_has_learnt_nothing(checkpoint, model):
    assert model.random
    assert "random" in (checkpoint / RANDOM_WEIGHTS).read_text()


def test_the_schedule_is_that_of_stable_diffusion(model):
    """1 / (1 - abar) = 1176 at the first step, 104 at step 10."""
    assert 1 / (1 - model.alpha_bar(0)) == pytest.approx(1176, rel=1e-3)
    assert 1 / (1 - model.alpha_bar(10)) == pytest.approx(104, rel=0.01)
    with pytest.raises(ValueError, match="1000 steps"):
        model.alpha_bar(1000)


def test_noise_velocity_and_sample_tell_the_same_score(model, monkeypatch):
    """A U-Net that knows the noise, the velocity or the sample of one latent."""
    step = 300
    abar = model.alpha_bar(step)
    clean, noise = torch.randn(2, 1, 4, 4, 4, generator=torch.Generator().manual_seed(0))
    z = abar**0.5 * clean + (1 - abar) ** 0.5 * noise
    told = {
        "epsilon": noise,
        "v_prediction": abar**0.5 * noise - (1 - abar) ** 0.5 * clean,
        "sample": clean,
    }
    for kind, answer in told.items():
        monkeypatch.setattr(
            model.pipeline.unet,
            "forward",
            lambda *_args, answer=answer, **_options: type("Out", (), {"sample": answer}),
        )
        scheduler = type(model.pipeline.scheduler)
        of_kind = scheduler.from_config(model.pipeline.scheduler.config, prediction_type=kind)
        monkeypatch.setattr(model.pipeline, "scheduler", of_kind)
        found = model.score("a", step)(z)
        torch.testing.assert_close(found, -noise / (1 - abar) ** 0.5, rtol=1e-4, atol=1e-4)


def test_the_matrix_free_spectrum_is_that_of_the_whole_jacobian(model):
    score = model.score("a cat", 10)
    z = torch.randn(1, 4, 4, 4, generator=torch.Generator().manual_seed(1))
    J = torch.func.jacrev(score)(z).reshape(64, 64)
    exact = np.linalg.svd(J.numpy(), compute_uv=False)
    forward, transpose = jacobian_maps(score, z)
    start = torch.randn(64, generator=torch.Generator().manual_seed(2))
    found = lanczos(forward, transpose, start, 40)
    np.testing.assert_allclose(found.values[:3], exact[:3], rtol=1e-3)


def test_other_folders_are_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"model_index\.json"):
        load_latent_diffusion(tmp_path, CPU)


def test_a_pipeline_without_prompts_is_refused(tmp_path):
    from diffusers import DDIMScheduler, DDPMPipeline, UNet2DModel

    unet = UNet2DModel(
        sample_size=4,
        block_out_channels=(8,),
        down_block_types=("DownBlock2D",),
        up_block_types=("UpBlock2D",),
        norm_num_groups=4,
    )
    DDPMPipeline(unet, DDIMScheduler()).save_pretrained(tmp_path)
    with pytest.raises(ValueError, match="no vae, text_encoder"):
        load_latent_diffusion(tmp_path, CPU)
