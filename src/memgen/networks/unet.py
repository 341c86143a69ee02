"""A small U-Net for images, told the noise level, on the flat points that the engine trains on."""

import torch

from memgen.networks.time_embedding import TimeEmbedding


class UNet(torch.nn.Module):
    """Residual blocks at falling resolutions and back, with skip connections.

    At each level two residual blocks (group norm, SiLU, 3 x 3 convolution, + time, twice); strided
    convolutions halve height and width between levels, and attention stands at the lowest one
    (Ho et al., arXiv:2006.11239, in small).

    Parameters
    ----------
    shape : (int, int, int)
        Height, width and channels of the images, whose rows are points (batch, N).
    width : int
        Channels at the first level, a multiple of 8.
    multipliers : tuple of int
        Channels at each level, in units of `width`.

    Raises
    ------
    ValueError
        If the width is no multiple of 8, or the images cannot be halved often enough.
    """

    def __init__(
        self,
        shape: tuple[int, int, int],
        width: int = 32,
        multipliers: tuple[int, ...] = (1, 2),
    ):
        super().__init__()
        height, breadth, channels = shape
        factor = 2 ** (len(multipliers) - 1)
        if width % 8 or width < 8:
            raise ValueError(f"width={width} must be a multiple of 8.")
        if height % factor or breadth % factor:
            raise ValueError(
                f"images of {height} x {breadth} cannot be halved {len(multipliers) - 1} times: "
                "use fewer multipliers or resize them."
            )
        self.shape = shape
        time_width = 4 * width
        self.time = TimeEmbedding(width, time_width)
        self.enter = torch.nn.Conv2d(channels, width, 3, padding=1)
        levels = [width * m for m in multipliers]
        self.down, self.up = torch.nn.ModuleList(), torch.nn.ModuleList()
        now = width
        for level, out in enumerate(levels):
            halve = torch.nn.Conv2d(now, out, 3, stride=2 if level else 1, padding=1)
            self.down.append(_Level(halve, out, out, time_width))
            now = out
        self.middle = _Level(torch.nn.Identity(), now, now, time_width, attention=True)
        for level, out in reversed(list(enumerate(levels))):
            double = torch.nn.Upsample(scale_factor=2) if level else torch.nn.Identity()
            after = levels[level - 1] if level else width
            self.up.append(_Level(torch.nn.Identity(), now + out, after, time_width, end=double))
            now = after
        last = torch.nn.Conv2d(width, channels, 1)
        self.leave = torch.nn.Sequential(torch.nn.GroupNorm(8, width), torch.nn.SiLU(), last)
        self.straight = torch.nn.Linear(time_width, 1)
        for parameter in (*last.parameters(), *self.straight.parameters()):
            torch.nn.init.zeros_(parameter)

    def forward(self, x: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the noise estimated from samples (batch, N) and labels (batch,)."""
        height, breadth, channels = self.shape
        time = self.time(label)
        # rows are height, width, channels
        image = x.reshape(-1, height, breadth, channels).permute(0, 3, 1, 2)
        h, skipped = self.enter(image), []
        for level in self.down:
            h = level(h, time)
            skipped.append(h)
        h = self.middle(h, time)
        for level in self.up:
            h = level(torch.cat((h, skipped.pop()), dim=1), time)
        found = self.leave(h).permute(0, 2, 3, 1).reshape(x.shape)
        return found + self.straight(time) * x


class _Level(torch.nn.Module):
    def __init__(self, start, width, out, time_width, attention=False, end=None):
        super().__init__()
        self.start = start
        self.first = _Residual(width, out, time_width)
        self.attention = _Attention(out) if attention else torch.nn.Identity()
        self.second = _Residual(out, out, time_width)
        self.end = end or torch.nn.Identity()

    def forward(self, h, time):
        h = self.attention(self.first(self.start(h), time))
        return self.end(self.second(h, time))


class _Residual(torch.nn.Module):
    def __init__(self, width, out, time_width):
        super().__init__()
        self.first = torch.nn.Sequential(
            torch.nn.GroupNorm(8, width), torch.nn.SiLU(), torch.nn.Conv2d(width, out, 3, padding=1)
        )
        self.time = torch.nn.Linear(time_width, out)
        self.second = torch.nn.Sequential(
            torch.nn.GroupNorm(8, out), torch.nn.SiLU(), torch.nn.Conv2d(out, out, 3, padding=1)
        )
        self.short = torch.nn.Conv2d(width, out, 1) if width != out else torch.nn.Identity()

    def forward(self, h, time):
        return self.short(h) + self.second(self.first(h) + self.time(time)[:, :, None, None])


class _Attention(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = torch.nn.GroupNorm(8, width)
        self.three = torch.nn.Conv2d(width, 3 * width, 1)
        self.out = torch.nn.Conv2d(width, width, 1)

    def forward(self, h):
        q, k, v = self.three(self.norm(h)).flatten(2).transpose(1, 2).chunk(3, dim=2)
        found = torch.nn.functional.scaled_dot_product_attention(q, k, v)
        return h + self.out(found.transpose(1, 2).reshape(h.shape))
