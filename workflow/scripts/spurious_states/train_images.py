"""Train a stack of networks of one width, each on K images of its own."""

import numpy as np
import torch

from memgen.data.network_pools import network_pools
from memgen.job import job
from memgen.networks.by_name import build_network
from memgen.networks.stacked import StackedNetworks
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import tidy
from memgen.training.recipe import loss_rows, train_to_file
from memgen.training.schedules import VariancePreserving

SOURCE, TABLE = "spurious_states", "train_images"

with job(snakemake) as this:
    s, wildcards = this.settings, snakemake.wildcards
    torch.set_num_threads(snakemake.threads)
    name, width, K = wildcards.images, int(wildcards.width), int(wildcards.K)
    pools = network_pools(s["seed"], SOURCE, name, s["count"], s)
    if pools[0].size < K:
        raise ValueError(f"training.K has {K}, and {name} are {pools[0].size} images.")
    shape = pools[0].images.shape

    def build():
        """A stack of untrained networks."""
        one = (s["network"], shape, width, s["blocks"], s["multipliers"])
        return StackedNetworks([build_network(*one) for _ in range(s["count"])])

    points = np.concatenate([pool.training(K) for pool in pools], axis=1)
    at = {"images": name, "width": width, "K": K}
    rng = generator(s["seed"], SOURCE, TABLE, at, 0)
    job_of = (snakemake.output[0], snakemake.rule, snakemake.params.code)
    trained = train_to_file(build, points, VariancePreserving(), s, rng, *job_of)
    write_table(tidy(loss_rows(trained, **at)), snakemake.output[1], this.provenance())
