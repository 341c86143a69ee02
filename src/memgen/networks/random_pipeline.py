"""A latent diffusion pipeline of random weights: what a checkpoint's figure looks like without one.

Of diffusers' own classes, saved as `save_pretrained` does: latents of 4 x 4 x 4, images of 8 x 8
pixels, a tokenizer that spells, and Stable Diffusion's schedule (scaled linear, beta from .00085 to
.012). It has learnt nothing, and its folder says so, so that whatever is drawn of it is marked.
"""

import json
from pathlib import Path
from typing import Any

import torch

from memgen.networks.latent_diffusion import RANDOM_WEIGHTS

TOKENS = 8  # of a prompt, at most
WIDTH = 16  # of the text encoder
SIDE = 4  # of the latents


def save_random_pipeline(folder: str | Path, seed: int = 0) -> Path:
    """Save a pipeline of random weights to a folder, with a file that says it is one.

    Parameters
    ----------
    folder : str or Path
        Where; made if it is not there.
    seed : int
        Of the weights.

    Returns
    -------
    Path
        The folder, for `latent_spectra.checkpoint`.

    Raises
    ------
    ImportError
        If diffusers or transformers is not installed.
    """
    from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import (
        StableDiffusionPipeline,
    )
    from diffusers.schedulers.scheduling_ddim import DDIMScheduler

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        # Diffusers' own annotations are narrower than what it takes: no checker, any scheduler.
        parts: dict[str, Any] = {
            "vae": _autoencoder(),
            "text_encoder": _text_encoder(),
            "tokenizer": _tokenizer(folder),
            "unet": _unet(),
            "scheduler": DDIMScheduler(
                beta_start=0.00085,
                beta_end=0.012,
                beta_schedule="scaled_linear",
                clip_sample=False,
                set_alpha_to_one=False,
                steps_offset=1,
            ),
            "safety_checker": None,
            "feature_extractor": None,
        }
        pipeline = StableDiffusionPipeline(**parts, requires_safety_checker=False)
    pipeline.save_pretrained(folder)
    (folder / RANDOM_WEIGHTS).write_text("The weights of this pipeline are random numbers.\n")
    return folder


def _vocabulary() -> list[str]:
    letters = [chr(ord("a") + k) for k in range(26)]
    ends = [f"{letter}</w>" for letter in letters]
    return ["<|startoftext|>", "<|endoftext|>", *letters, *ends]


def _tokenizer(folder: Path) -> Any:
    from transformers import CLIPTokenizer

    words, merges = folder / "vocab.json", folder / "merges.txt"
    words.write_text(json.dumps({word: k for k, word in enumerate(_vocabulary())}))
    merges.write_text("#version: 0.2\n")
    return CLIPTokenizer(str(words), str(merges), model_max_length=TOKENS)


def _text_encoder() -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel

    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(_vocabulary()),
            hidden_size=WIDTH,
            intermediate_size=WIDTH,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=TOKENS,
            bos_token_id=0,
            eos_token_id=1,
            pad_token_id=1,
        )
    )


def _unet() -> Any:
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=SIDE,
        layers_per_block=1,
        block_out_channels=(8, 16),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=WIDTH,
        attention_head_dim=4,
        norm_num_groups=4,
    )


def _autoencoder() -> Any:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    # Annotated as of one level, taken with any number of them.
    levels: dict[str, Any] = {
        "block_out_channels": (8, 8),
        "down_block_types": ("DownEncoderBlock2D",) * 2,
        "up_block_types": ("UpDecoderBlock2D",) * 2,
    }
    return AutoencoderKL(**levels, norm_num_groups=4, sample_size=2 * SIDE)
