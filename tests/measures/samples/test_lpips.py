"""LPIPS with random weights in the true layout: by hand, and what is refused."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from memgen.data.image_sets import load_image_set
from memgen.measures.samples.image_distance import image_distance
from memgen.measures.samples.lpips import LAYERS, LPIPS, SCALE, SHIFT, load_lpips


@pytest.fixture(scope="module")
def weights():
    generator = torch.Generator().manual_seed(0)
    backbone, heads = {}, {}
    for number, (place, inside, out, kernel, *_) in enumerate(LAYERS):
        size = (out, inside, kernel, kernel)
        std = (2 / (inside * kernel**2)) ** 0.5
        backbone[f"features.{place}.weight"] = std * torch.randn(size, generator=generator)
        backbone[f"features.{place}.bias"] = 0.1 * torch.randn(out, generator=generator)
        heads[f"lin{number}.model.1.weight"] = torch.rand((1, out, 1, 1), generator=generator)
    return backbone, heads


def by_hand(x, y, backbone, heads):
    """The definition, layer by layer, of two images (3, H, W) in [0, 1], in float64."""
    total, pair = 0.0, []
    shift, scale = (torch.tensor(v).double()[:, None, None] for v in (SHIFT, SCALE))
    for image in (x, y):
        pair.append((2 * image.double() - 1 - shift) / scale)
    for number, (place, _, _, _, stride, padding, pooled) in enumerate(LAYERS):
        weight = backbone[f"features.{place}.weight"].double()
        bias = backbone[f"features.{place}.bias"].double()
        for k in range(2):
            if pooled:
                pair[k] = torch.nn.MaxPool2d(3, 2)(pair[k][None])[0]
            pair[k] = torch.conv2d(pair[k][None], weight, bias, stride, padding)[0].clamp(min=0)
        f, g = (h / h.norm(dim=0) for h in pair)
        per_place = (heads[f"lin{number}.model.1.weight"].double()[0] * (f - g) ** 2).sum(0)
        total += float(per_place.mean())
    return total


def test_against_the_definition(weights):
    network = LPIPS(*weights)
    images = np.random.default_rng(0).random((2, 48, 40, 3))
    features = network.features(images)
    x, y = (torch.as_tensor(image).permute(2, 0, 1) for image in images)
    expected = by_hand(x, y, *weights)
    assert ((features[0] - features[1]) ** 2).sum() == pytest.approx(expected, rel=1e-4)
    assert expected > 0.01


def test_a_value_by_hand():
    """Filters that pass a constant: after every layer two channels (a, b), normalised.

    Of an image all 0 and one all 1 the first layer sees -1 - shift and 1 - shift over scale in
    red; channel 0 carries its positive part, channel 1 the constant 1, and so do later layers.
    """
    backbone, heads = {}, {}
    for number, (place, inside, out, kernel, *_) in enumerate(LAYERS):
        weight, bias = torch.zeros(out, inside, kernel, kernel), torch.zeros(out)
        centre = kernel // 2
        weight[0, 0, centre, centre] = 1.0
        bias[1] = 1.0
        backbone[f"features.{place}.weight"], backbone[f"features.{place}.bias"] = weight, bias
        heads[f"lin{number}.model.1.weight"] = torch.zeros(1, out, 1, 1)
        heads[f"lin{number}.model.1.weight"][0, 0] = 0.5
        heads[f"lin{number}.model.1.weight"][0, 1] = 0.25
    images = np.stack([np.zeros((64, 64, 1)), np.ones((64, 64, 1))])
    features = LPIPS(backbone, heads).features(images)
    bright = (1 - SHIFT[0]) / SCALE[0]
    # dark: (0, 1); bright: (bright, 1) / norm
    norm = np.hypot(bright, 1)
    expected = 5 * (0.5 * (bright / norm) ** 2 + 0.25 * (1 - 1 / norm) ** 2)
    assert ((features[0] - features[1]) ** 2).sum() == pytest.approx(expected, rel=1e-5)


def test_small_and_grey_images_are_enlarged_and_copied(weights):
    network = LPIPS(*weights)
    grey = np.random.default_rng(1).random((1, 8, 8, 1))
    large = np.repeat(np.repeat(np.repeat(grey, 4, 1), 4, 2), 3, 3)
    np.testing.assert_allclose(network.features(grey), network.features(large), atol=1e-6)
    with pytest.raises(ValueError, match="between"):
        network.features(grey * 3)


def test_files(weights, tmp_path):
    backbone, heads = weights
    save_file(backbone, str(tmp_path / "alexnet.safetensors"))
    torch.save(heads, tmp_path / "heads.pth")
    digits = load_image_set("digits")
    both = (tmp_path / "alexnet.safetensors", tmp_path / "heads.pth")
    distance = image_distance("lpips", digits, *both)
    x, y = digits.cloud.points[:3], digits.cloud.points[3:6]
    found = distance.between(x, y)
    images = [np.clip(digits.as_images(z) / 16, 0, 1) for z in (x, y)]
    network = load_lpips(*both)
    gap = network.features(images[0]) - network.features(images[1])
    np.testing.assert_allclose(found, (gap**2).sum(axis=1), rtol=1e-5)
    np.testing.assert_allclose(distance.between(x, x), 0)
    assert image_distance("l2", digits).between(x, y)[0] == pytest.approx(
        np.linalg.norm(x[0] - y[0])
    )


def test_missing_files_and_weights_are_named(weights, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.pth.*AlexNet"):
        load_lpips(tmp_path / "nowhere.pth", tmp_path / "heads.pth")
    with pytest.raises(ValueError, match="needs backbone"):
        image_distance("lpips", load_image_set("digits"))
    backbone, heads = weights
    with pytest.raises(ValueError, match=r"features\.3\.weight is missing"):
        LPIPS({k: v for k, v in backbone.items() if k != "features.3.weight"}, heads)
    wrong = heads | {"lin2.model.1.weight": torch.ones(1, 3, 1, 1)}
    with pytest.raises(ValueError, match="of shape"):
        LPIPS(backbone, wrong)
    with pytest.raises(ValueError, match="negative"):
        LPIPS(backbone, heads | {"lin0.model.1.weight": -heads["lin0.model.1.weight"]})
