"""Collect the claims of all figures in one table."""

import pandas as pd

from memgen.job import job
from memgen.tables.files import atomic, write_sidecar

with job(snakemake) as this:
    tables = list(snakemake.input.tables)
    claims = pd.concat([pd.read_csv(path) for path in tables], ignore_index=True)
    write_sidecar(snakemake.output.table, this.provenance(tables))
    with atomic(snakemake.output.table) as temporary:
        claims.to_csv(temporary, index=False)
