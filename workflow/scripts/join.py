"""Put the parts of a table together."""

import pandas as pd

from memgen.job import job
from memgen.tables.files import write_table
from memgen.tables.read import read_table
from memgen.tables.rows import coordinates_first

with job(snakemake) as this:
    parts = list(snakemake.input.parts)
    frame = pd.concat([read_table(path) for path in parts], ignore_index=True)
    write_table(coordinates_first(frame), snakemake.output.table, this.provenance(parts))
