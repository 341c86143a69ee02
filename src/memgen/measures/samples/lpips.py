"""LPIPS, the learned perceptual distance of images, as features with a Euclidean distance.

With f_l(x) the features of layer l of AlexNet (after each of its five ReLUs), divided by their norm
over channels at each place, and heads w_lc >= 0,

    LPIPS(x, y) = sum_l mean_{h, w} sum_c w_lc (f_lchw(x) - f_lchw(y))^2

(Zhang et al., arXiv:1801.03924, eq. 1), so that the vector of all sqrt(w_lc / H_l W_l) f_lchw(x)
is an embedding whose squared Euclidean distance is LPIPS. The weights come from two local files:
an AlexNet trained on ImageNet (names features.0.weight, ...), and the heads
(lin0.model.1.weight, ...).
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from safetensors.torch import load_file

# Place in the file, channels in and out, kernel, stride, padding, and whether pooling comes before.
LAYERS = (
    (0, 3, 64, 11, 4, 2, False),
    (3, 64, 192, 5, 1, 2, True),
    (6, 192, 384, 3, 1, 1, True),
    (8, 384, 256, 3, 1, 1, False),
    (10, 256, 256, 3, 1, 1, False),
)
SMALLEST = 32  # pixels; smaller images are enlarged by nearest neighbour, as released
SHIFT = (-0.030, -0.088, -0.188)
SCALE = (0.458, 0.448, 0.450)
BLOCK = 64  # images at a time


class LPIPS(torch.nn.Module):
    """The embedding.

    Parameters
    ----------
    backbone, heads : mapping of str to torch.Tensor
        Weights by name, see the module.

    Raises
    ------
    ValueError
        If a weight is missing or of another shape, or a head is negative.
    """

    shift: torch.Tensor
    scale: torch.Tensor

    def __init__(self, backbone: Mapping[str, torch.Tensor], heads: Mapping[str, torch.Tensor]):
        super().__init__()
        for number, (place, inside, out, kernel, *_) in enumerate(LAYERS):
            weight = _taken(backbone, f"features.{place}.weight", (out, inside, kernel, kernel))
            self.register_buffer(f"weight{number}", weight)
            self.register_buffer(
                f"bias{number}", _taken(backbone, f"features.{place}.bias", (out,))
            )
            head = _taken(heads, f"lin{number}.model.1.weight", (1, out, 1, 1))
            if bool((head < 0).any()):
                raise ValueError(f"lin{number}.model.1.weight is negative somewhere: no heads.")
            self.register_buffer(f"head{number}", head)
        self.register_buffer("shift", torch.tensor(SHIFT)[:, None, None])
        self.register_buffer("scale", torch.tensor(SCALE)[:, None, None])

    @torch.no_grad()
    def features(
        self, images: Float[np.ndarray, "batch height width channels"]
    ) -> Float[np.ndarray, "batch features"]:
        """Return the embedding of images in [0, 1], of one channel or three.

        Raises
        ------
        ValueError
            If there are other channels, or pixels outside [0, 1].
        """
        if images.shape[3] not in (1, 3) or images.min() < -1e-6 or images.max() > 1 + 1e-6:
            raise ValueError(
                f"images of {images.shape[3]} channels between {images.min():.3g} and "
                f"{images.max():.3g}: give one channel or three, pixels in [0, 1]."
            )
        parts = [self._embed(images[k : k + BLOCK]) for k in range(0, len(images), BLOCK)]
        return torch.cat(parts).double().numpy()

    def _embed(self, images: np.ndarray) -> torch.Tensor:
        x = torch.as_tensor(images, dtype=torch.float32).permute(0, 3, 1, 2)
        x = x.expand(-1, 3, -1, -1)
        if min(x.shape[2:]) < SMALLEST:
            x = torch.nn.functional.interpolate(x, size=(SMALLEST, SMALLEST), mode="nearest")
        h = (2 * x - 1 - self.shift) / self.scale
        found = []
        for number, (*_, stride, padding, pooled) in enumerate(LAYERS):
            if pooled:
                h = torch.nn.functional.max_pool2d(h, 3, 2)
            weight, bias = getattr(self, f"weight{number}"), getattr(self, f"bias{number}")
            h = torch.relu(torch.nn.functional.conv2d(h, weight, bias, stride, padding))
            unit = h / (h.square().sum(dim=1, keepdim=True).sqrt() + 1e-10)
            area = h.shape[2] * h.shape[3]
            found.append((unit * (getattr(self, f"head{number}") / area).sqrt()).flatten(1))
        return torch.cat(found, dim=1)


def load_lpips(backbone: str | Path, heads: str | Path) -> LPIPS:
    """Return LPIPS from two local files, each a safetensors file or one written by torch.save.

    Raises
    ------
    FileNotFoundError
        If a file is missing; the message says what it has to hold.
    ValueError
        If it holds something else.
    """
    return LPIPS(
        _read(backbone, "an AlexNet trained on ImageNet, with features.0.weight and so on"),
        _read(heads, "LPIPS's linear heads for AlexNet, with lin0.model.1.weight and so on"),
    )


def _read(path: str | Path, holds: str) -> dict[str, torch.Tensor]:
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file; it has to hold {holds}.")
    if path.suffix == ".safetensors":
        return load_file(str(path))
    return torch.load(path, map_location="cpu", weights_only=True)


def _taken(weights: Mapping[str, torch.Tensor], name: str, shape: tuple[int, ...]) -> torch.Tensor:
    found = weights.get(name)
    if found is None or tuple(found.shape) != shape:
        there = "missing" if found is None else f"of shape {tuple(found.shape)}"
        raise ValueError(f"{name} is {there}; it has to be of shape {shape}.")
    return found.detach().float()
