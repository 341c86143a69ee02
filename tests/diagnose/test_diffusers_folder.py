import json
import warnings

import numpy as np
import pytest
import torch

from memgen.diagnose.diffusers_folder import pixel_denoiser, pixel_range


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A pipeline of a tiny U-Net that was never trained."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from diffusers.models.unets.unet_2d import UNet2DModel
        from diffusers.schedulers.scheduling_ddpm import DDPMScheduler
    where = tmp_path_factory.mktemp("pipeline")
    torch.manual_seed(0)
    blocks = {"down_block_types": ("DownBlock2D",), "up_block_types": ("UpBlock2D",)}
    unet = UNet2DModel(
        sample_size=8,
        in_channels=1,
        out_channels=1,
        layers_per_block=1,
        block_out_channels=(8,),
        norm_num_groups=4,
        **blocks,
    )
    unet.save_pretrained(where / "unet")
    DDPMScheduler().save_pretrained(where / "scheduler")
    return where, unet.eval()


def with_kind(where, kind, tmp_path):
    """The same pipeline with another kind of prediction."""
    (tmp_path / "scheduler").mkdir()
    (tmp_path / "unet").symlink_to(where / "unet")
    path = "scheduler/scheduler_config.json"
    told = json.loads((where / path).read_text()) | {"prediction_type": kind}
    (tmp_path / path).write_text(json.dumps(told))
    return tmp_path


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
def test_denoised_images_from_what_the_network_tells(folder, kind, tmp_path):
    where, unet = folder
    training = np.random.default_rng(0).integers(256, size=(6, 8, 8, 1)).astype(np.uint8)
    training[0, 0, 0, 0] = 255
    denoiser = pixel_denoiser(with_kind(where, kind, tmp_path), "network", training, (8, 8, 1))
    k = 300
    abar = float(np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))[k])
    sigma = np.sqrt((1 - abar) / abar)
    x = training[:3].astype(np.float32)
    z = abar**0.5 * (torch.from_numpy(x).permute(0, 3, 1, 2) / 127.5 - 1)
    with torch.no_grad():
        told = unet(z, k).sample
    clean = {
        "epsilon": (z - (1 - abar) ** 0.5 * told) / abar**0.5,
        "v_prediction": abar**0.5 * z - (1 - abar) ** 0.5 * told,
        "sample": told,
    }[kind]
    expected = 127.5 * (1 + clean.permute(0, 2, 3, 1).numpy())
    np.testing.assert_allclose(denoiser(x, 127.5 * sigma), expected, atol=0.05)


def test_folders_that_are_refused(folder, tmp_path):
    where, _ = folder
    training = np.zeros((3, 8, 8, 3))
    with pytest.raises(ValueError, match="images of 1 channels"):
        pixel_denoiser(where, "network", training, (8, 8, 3))
    with pytest.raises(ValueError, match=r"holds no unet/config\.json"):
        pixel_denoiser(tmp_path, "network", training, (8, 8, 1))
    with pytest.raises(ValueError, match="prediction_type='flow'"):
        pixel_denoiser(with_kind(where, "flow", tmp_path), "network", training, (8, 8, 1))


def test_range_of_pixels():
    assert pixel_range(np.array([[-0.5, 1.0]])) == (0.0, 1.0)
    assert pixel_range(np.array([[0.0, 1.0]])) == (0.5, 0.5)
    assert pixel_range(np.array([[0, 255]])) == (127.5, 127.5)
