"""Measure the claims of one figure from its tables."""

from memgen.claims.measure import measure_claims
from memgen.job import job
from memgen.tables.files import atomic, write_sidecar
from memgen.tables.read import read_inputs

with job(snakemake) as this:
    wildcards, tables = snakemake.wildcards, list(snakemake.input.tables)
    rows = measure_claims(
        wildcards.source,
        wildcards.figure,
        this.settings["claims"],
        read_inputs(tables),
    )
    write_sidecar(snakemake.output.table, this.provenance(tables))
    with atomic(snakemake.output.table) as temporary:
        rows.to_csv(temporary, index=False, float_format="%.6g")
