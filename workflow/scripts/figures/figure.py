"""Draw one figure from its tables, as PDF and PNG, and measure its claims."""

from importlib import import_module

from memgen.claims.measure import measure_claims
from memgen.job import job
from memgen.plots.files import save
from memgen.tables.files import atomic, write_sidecar
from memgen.tables.read import read_inputs

with job(snakemake) as this:
    wildcards, output = snakemake.wildcards, snakemake.output
    paths = list(snakemake.input.tables)
    plot = import_module(f"memgen.plots.{wildcards.source}.{wildcards.figure}")
    figure = plot.draw(read_inputs(paths))
    # read anew: what a plot does to its tables is nothing to the claims
    tables = read_inputs(paths)
    rows = measure_claims(wildcards.source, wildcards.figure, this.settings["claims"], tables)
    provenance = this.provenance(paths)
    write_sidecar(output.png, provenance)
    save(figure, output.pdf, output.png)
    write_sidecar(output.claims, provenance)
    with atomic(output.claims) as temporary:
        rows.to_csv(temporary, index=False, float_format="%.6g")
