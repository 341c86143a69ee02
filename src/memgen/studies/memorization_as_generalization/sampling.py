"""Heat-bath samples of networks of digits: few or many of them, stored or learnt."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Sampling
from memgen.studies.made import Made
from memgen.studies.memorization_as_generalization.digit_networks import (
    control_rows,
    diversity_rows,
    generating_network,
    hebbian_network,
    learnt_network,
    overlap_rows,
    pictures,
    retrieving_network,
)


def table(s: Sampling, seeds: Seeds) -> Made:
    """Return overlaps against t of four networks, and images of three.

    Few digits stored ("retrieving") or learnt by moment matching ("learnt"), many by Hebb's rule
    ("hebbian") or learnt by moment matching ("generating"): the rule and the number of digits
    change one at a time. The overlap is that with the nearest digit that the network knows, and
    with the nearest one of as many that it does not know.
    """
    temperatures = np.geomspace(*s.t_range, s.temperatures)[::-1]
    few = s.generating.draws
    networks = {
        name: [network(s, temperatures, rng) for rng in generators(seeds, name, draws)]
        for name, network, draws in (
            ("retrieving", retrieving_network, s.draws),
            ("learnt", learnt_network, few),
            ("hebbian", hebbian_network, few),
            ("generating", generating_network, few),
        )
    }
    rows = [row for name, of in networks.items() for row in overlap_rows(name, of, temperatures)]
    rows += control_rows(networks["generating"], temperatures)
    many = {name: networks[name] for name in ("hebbian", "generating")}
    rows += diversity_rows(many, temperatures)
    shown = [networks[name][0] for name in ("retrieving", "generating", "hebbian")]
    images = pictures(s, *shown, temperatures)  # pyright: ignore[reportCallIssue]  three of them
    return Made(rows, arrays={"sampling_images": images})


def generators(seeds: Seeds, network: str, draws: int) -> Iterator[np.random.Generator]:
    """Yield the generator of each draw."""
    for draw in tqdm(range(draws), disable=None, desc=network):
        yield seeds.generator({"network": network}, draw)
