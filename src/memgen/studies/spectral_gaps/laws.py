"""The laws of variances on which networks are trained, and the networks themselves."""

import numpy as np

from memgen.networks.modulated import ModulatedMLP
from memgen.networks.stacked import StackedNetworks
from memgen.settings.spectral_gaps import Law, ManifoldNetwork
from memgen.training.schedules import VarianceExploding


def columns_of(law: Law, s: ManifoldNetwork) -> tuple[list[int], list[float]]:
    """Return m_k and s_k^2.

    "descending" has m_1 columns of the larger and m_2 of the smaller variance, "swapped" the other
    way round; "continuous" has as many columns of variances uniform in their logarithm.
    """
    if law == "continuous":
        D = sum(s.counts)
        return [1] * D, np.geomspace(*s.law_range, D).tolist()
    larger, smaller = s.variances
    return list(s.counts), [larger, smaller] if law == "descending" else [smaller, larger]


def build(s: ManifoldNetwork) -> ModulatedMLP:
    """Return one untrained network."""
    return ModulatedMLP(s.N, s.width, s.blocks, 2 * s.width, s.channels)


def build_stack(s: ManifoldNetwork) -> StackedNetworks:
    """Return the untrained networks of one law, side by side."""
    return StackedNetworks([build(s) for _ in range(s.networks)])


def schedule_of(s: ManifoldNetwork, scale: float) -> VarianceExploding:
    """Return the law of the noise in the network's units, `scale` of the data's."""
    first, last = s.sigma_range
    return VarianceExploding(first / scale, last / scale)
