"""The schedule of which half is logarithmic."""

import pytest
import torch

from memgen.training.half_logarithmic import HalfLogarithmic
from memgen.training.schedules import VariancePreserving


def test_half_is_uniform_in_the_step_and_half_over_the_scales():
    schedule, u = HalfLogarithmic(sigma_min=0.02, sigma_max=10.0), torch.arange(1000.0) / 1000
    t = schedule.times(u)
    even = VariancePreserving().times(u[:500] * 2)
    torch.testing.assert_close(t[:500], even)
    decades = torch.log10(t[500:]) / 2
    assert float(decades[0]) == pytest.approx(torch.log10(torch.tensor(0.02)).item(), abs=1e-3)
    steps = decades.diff()
    torch.testing.assert_close(steps, steps[:1].expand(499), atol=1e-5, rtol=1e-3)
    assert float(decades[-1]) == pytest.approx(1, abs=0.01)


def test_samples_enter_as_by_the_variance_preserving_law():
    t = torch.tensor([1e-3, 1.0, 50.0])
    ours, theirs = HalfLogarithmic(), VariancePreserving()
    assert torch.equal(ours.label(t), theirs.label(t))
    assert torch.equal(ours.scale(t), theirs.scale(t))


@pytest.mark.parametrize("sigmas", [(0.0, 1.0), (2.0, 1.0)])
def test_refusals(sigmas):
    with pytest.raises(ValueError, match="sigma_min"):
        HalfLogarithmic(sigma_min=sigmas[0], sigma_max=sigmas[1])
