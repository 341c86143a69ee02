"""Collect the claims of all figures in one table."""

import pandas as pd

from memgen.job import job
from memgen.tables.files import atomic

with job(snakemake):
    claims = pd.concat([pd.read_csv(path) for path in snakemake.input.tables], ignore_index=True)
    with atomic(snakemake.output.table) as temporary:
        claims.to_csv(temporary, index=False)
