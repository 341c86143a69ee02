"""Latent diffusion models from a local checkpoint: samples, and the score they are made by.

A pipeline of the diffusers library (arXiv:2112.10752 for its kind) has a U-Net that tells the noise
of latents z_k = sqrt(abar_k) z + sqrt(1 - abar_k) w, given a prompt. Its score at step k is

    s(z) = -w(z, k, prompt) / sqrt(1 - abar_k).
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

RANDOM_WEIGHTS = "random_weights.txt"  # in the folder of a pipeline that has learnt nothing
PARTS = ("unet", "vae", "text_encoder", "tokenizer", "scheduler")


@dataclass(frozen=True)
class LatentDiffusion:
    """A loaded pipeline.

    Attributes
    ----------
    pipeline : diffusers pipeline
        With the parts of `PARTS`, and a DDIM scheduler.
    device : torch.device
    random : bool
        Whether its weights are random numbers (`memgen.networks.random_pipeline`).
    """

    pipeline: Any
    device: torch.device
    random: bool = False

    def generate(
        self, prompt: str, seeds: Sequence[int], steps: int, guidance: float
    ) -> Float[torch.Tensor, "images channels height width"]:
        """Return the latents of one image for each seed, by deterministic DDIM."""
        generators = [torch.Generator().manual_seed(int(seed)) for seed in seeds]
        with torch.no_grad():
            found = self.pipeline(
                [prompt] * len(generators),
                num_inference_steps=steps,
                guidance_scale=guidance,
                generator=generators,
                output_type="latent",
            )
        return found.images

    def decode(
        self, latents: Float[torch.Tensor, "images channels height width"]
    ) -> Float[np.ndarray, "images rows columns 3"]:
        """Return the images of latents, pixels in [0, 1]."""
        vae = self.pipeline.vae
        with torch.no_grad():
            pictures = vae.decode(latents / vae.config.scaling_factor).sample
        return (pictures / 2 + 0.5).clamp(0, 1).permute(0, 2, 3, 1).cpu().numpy()

    def alpha_bar(self, step: int) -> float:
        """Return abar at a step, counted from 0, the least noisy.

        Raises
        ------
        ValueError
            If the schedule has no such step.
        """
        alphas = self.pipeline.scheduler.alphas_cumprod
        if not 0 <= step < len(alphas):
            raise ValueError(f"step={step}: the checkpoint's schedule has {len(alphas)} steps.")
        return float(alphas[step])

    def score(
        self, prompt: str, step: int
    ) -> Callable[
        [Float[torch.Tensor, "batch channels height width"]],
        Float[torch.Tensor, "batch channels height width"],
    ]:
        """Return the conditional score, without guidance, as a function of noisy latents.

        Raises
        ------
        ValueError
            If there is no such step, or the U-Net predicts neither noise, velocity nor sample.
        """
        abar = self.alpha_bar(step)
        kind = self.pipeline.scheduler.config.prediction_type
        if kind not in ("epsilon", "v_prediction", "sample"):
            raise ValueError(f"prediction_type={kind!r} is not known: no score can be told.")
        words, time = self._embed(prompt), torch.tensor(step, device=self.device)
        signal, noise = abar**0.5, (1 - abar) ** 0.5

        def score(z: torch.Tensor) -> torch.Tensor:
            told = self.pipeline.unet(
                z, time, encoder_hidden_states=words.expand(len(z), -1, -1)
            ).sample
            if kind == "epsilon":
                return -told / noise
            if kind == "v_prediction":
                return -(signal * told + noise * z) / noise
            return (signal * told - z) / noise**2

        return score

    def _embed(self, prompt: str) -> torch.Tensor:
        tokens = self.pipeline.tokenizer(
            prompt,
            padding="max_length",
            max_length=self.pipeline.tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        )
        with torch.no_grad():
            return self.pipeline.text_encoder(tokens.input_ids.to(self.device))[0]


def load_latent_diffusion(checkpoint: str | Path, device: torch.device) -> LatentDiffusion:
    """Return a latent diffusion model from a folder that diffusers' `save_pretrained` wrote.

    Nothing is downloaded. Attention is taken in its plain form, which forward-mode
    differentiation knows.

    Raises
    ------
    FileNotFoundError
        If the folder holds no pipeline.
    ImportError
        If diffusers or transformers is not installed; the message says how to get it.
    ValueError
        If the pipeline lacks a part of `PARTS`.
    """
    if not (Path(checkpoint) / "model_index.json").is_file():
        raise FileNotFoundError(f"{checkpoint}: no model_index.json there, so no checkpoint.")
    try:
        from diffusers.models.attention_processor import AttnProcessor
        from diffusers.pipelines.pipeline_utils import DiffusionPipeline
        from diffusers.schedulers.scheduling_ddim import DDIMScheduler
    except ImportError as error:
        raise ImportError(
            f"latent diffusion needs diffusers and transformers ({error}): install them with "
            "pip install -c envs/constraints.txt -e '.[latent]'."
        ) from error
    with warnings.catch_warnings():
        # what the libraries say of their own optional parts
        warnings.simplefilter("ignore")
        pipeline = DiffusionPipeline.from_pretrained(
            str(checkpoint), local_files_only=True, low_cpu_mem_usage=False
        )
    missing = [part for part in PARTS if getattr(pipeline, part, None) is None]
    if missing:
        raise ValueError(
            f"{checkpoint}: the pipeline has no {', '.join(missing)}; give one that makes images "
            "from prompts with one text encoder, such as Stable Diffusion."
        )
    if getattr(pipeline, "safety_checker", None) is not None:
        # it would replace images, which are measured here and not shown as they are
        pipeline.safety_checker = None
    pipeline.scheduler = DDIMScheduler.from_config(pipeline.scheduler.config)
    pipeline.unet.set_attn_processor(AttnProcessor())
    pipeline.to(device)
    pipeline.set_progress_bar_config(disable=None)
    for part in ("unet", "vae", "text_encoder"):
        getattr(pipeline, part).eval().requires_grad_(False)
    return LatentDiffusion(pipeline, device, (Path(checkpoint) / RANDOM_WEIGHTS).exists())
