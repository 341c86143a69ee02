"""Put the parts of a table together."""

import pandas as pd

from memgen.job import job
from memgen.tables.files import write_table
from memgen.tables.read import read_table

with job(snakemake) as this:
    frame = pd.concat([read_table(path) for path in snakemake.input.tables], ignore_index=True)
    write_table(frame, snakemake.output[0], this.provenance(snakemake.input.tables))
