"""A perceptron that recalls a whole image, and convolutions that refine it in place."""

import torch

from memgen.networks.time_embedding import TimeEmbedding

FEATURES = 32  # of the time embedding
LARGEST = 16  # patches along a side of an image, at most
GROUPS = 8  # of the norms of the convolutions
REFINING = 2  # residual blocks of convolutions


def patch_side(height: int, breadth: int) -> int:
    """Return the side of a patch: the least power of 2 that leaves 16 or fewer along each side."""
    patch = 1
    while max(height, breadth) > LARGEST * patch:
        patch *= 2
    return patch


class RecallNetwork(torch.nn.Module):
    """Noise = a(t) x + b(t) m(x, t) + c(x, m, t): m a perceptron's image, c convolutions of both.

    The perceptron (linear, residual blocks of norm, + time, SiLU, linear; norm, + time, SiLU,
    linear) sees all pixels at once and stores one weight for each product that it takes: it can
    hold training images. The convolutions (residual blocks of group norm, SiLU, 3 x 3, + time,
    twice; Ho et al., arXiv:2006.11239, in small) see the noisy image and the recalled one side by
    side, patches of pixels folded into channels (sub-pixel convolution, Shi et al.,
    arXiv:1609.05158) so that 16 or fewer remain along a side; their weights serve every place, so
    that they remove small noise from any image, recalled or new. a, b and c start at 0.

    Parameters
    ----------
    shape : (int, int, int)
        Height, width and channels of the images, whose rows are points (batch, N).
    width, blocks : int
        Of the perceptron: hidden width, residual blocks.
    channels : int
        Of the convolutions, a multiple of 8.
    time_width : int
        Of the time's hidden layers.

    Raises
    ------
    ValueError
        If `channels` is no multiple of 8, or patches do not tile the images.
    """

    def __init__(
        self,
        shape: tuple[int, int, int],
        width: int,
        blocks: int = 3,
        channels: int = 16,
        time_width: int = 64,
    ):
        super().__init__()
        height, breadth, colours = shape
        patch, N = patch_side(height, breadth), height * breadth * colours
        if channels % GROUPS or channels < GROUPS:
            raise ValueError(f"channels={channels} must be a multiple of {GROUPS}.")
        if height % patch or breadth % patch:
            raise ValueError(
                f"images of {height} x {breadth}: their sides must be multiples of {patch}; bring "
                "them to another size."
            )
        self.shape, self.patch = shape, patch
        self.time = TimeEmbedding(FEATURES, time_width)
        self.enter = torch.nn.Linear(N, width)
        self.recalling = torch.nn.ModuleList(_Dense(width, time_width) for _ in range(blocks))
        self.recall = _Dense(width, time_width, N)
        folded = colours * patch**2
        self.fold = torch.nn.Conv2d(2 * folded, channels, 3, padding=1)
        self.refining = torch.nn.ModuleList(
            _Convolutions(channels, time_width) for _ in range(REFINING)
        )
        last = torch.nn.Conv2d(channels, folded, 1)
        self.unfold = torch.nn.Sequential(
            torch.nn.GroupNorm(GROUPS, channels), torch.nn.SiLU(), last
        )
        self.straight = torch.nn.Linear(time_width, 2)
        for parameter in (*last.parameters(), *self.straight.parameters()):
            torch.nn.init.zeros_(parameter)

    def forward(self, x: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the noise estimated from samples (batch, N) and labels (batch,)."""
        height, breadth, colours = self.shape
        time = self.time(label)
        h = self.enter(x)
        for block in self.recalling:
            h = h + block(h, time)
        recalled = self.recall(h, time)
        # rows are height, width, channels
        both = torch.stack((x, recalled), dim=1).reshape(-1, 2, height, breadth, colours)
        images = both.permute(0, 1, 4, 2, 3).flatten(1, 2)
        h = self.fold(torch.pixel_unshuffle(images, self.patch))
        for block in self.refining:
            h = h + block(h, time)
        refined = torch.pixel_shuffle(self.unfold(h), self.patch)
        refined = refined.permute(0, 2, 3, 1).reshape(x.shape)
        a, b = self.straight(time).split(1, dim=1)
        return a * x + b * recalled + refined


class _Dense(torch.nn.Module):
    def __init__(self, width: int, time_width: int, out: int | None = None):
        super().__init__()
        self.norm = torch.nn.LayerNorm(width)
        self.time = torch.nn.Linear(time_width, width)
        self.linear = torch.nn.Linear(width, out or width)

    def forward(self, h: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        return self.linear(torch.nn.functional.silu(self.norm(h) + self.time(time)))


class _Convolutions(torch.nn.Module):
    def __init__(self, width: int, time_width: int):
        super().__init__()
        self.first = _convolution(width)
        self.time = torch.nn.Linear(time_width, width)
        self.second = _convolution(width)

    def forward(self, h: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(h) + self.time(time)[:, :, None, None])


def _convolution(width: int) -> torch.nn.Sequential:
    return torch.nn.Sequential(
        torch.nn.GroupNorm(GROUPS, width),
        torch.nn.SiLU(),
        torch.nn.Conv2d(width, width, 3, padding=1),
    )
