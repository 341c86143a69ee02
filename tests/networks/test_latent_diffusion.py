"""A tiny latent diffusion model of diffusers' own classes, saved and loaded as a checkpoint."""

import json

import numpy as np
import pytest
import torch

from memgen.diffusion.matrix_free import jacobian_maps, lanczos
from memgen.networks.latent_diffusion import load_latent_diffusion

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """A pipeline with random weights: latents of 4 x 4 x 4, a tokenizer that spells."""
    from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline
    from diffusers import UNet2DConditionModel as UNet
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    folder = tmp_path_factory.mktemp("latent")
    letters = [chr(ord("a") + k) for k in range(26)]
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *[letter + "</w>" for letter in letters]]
    (folder / "vocab.json").write_text(json.dumps({word: k for k, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    tokenizer = CLIPTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=8
    )
    torch.manual_seed(0)
    text = CLIPTextConfig(
        vocab_size=len(words),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=8,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    unet = UNet(
        sample_size=4,
        layers_per_block=1,
        block_out_channels=(8, 16),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=16,
        attention_head_dim=4,
        norm_num_groups=4,
    )
    vae = AutoencoderKL(
        block_out_channels=(8, 8),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        norm_num_groups=4,
        sample_size=8,
    )
    scheduler = DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
    )
    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=CLIPTextModel(text),
        tokenizer=tokenizer,
        unet=unet,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(folder / "model")
    return folder / "model"


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
