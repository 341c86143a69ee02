"""Make a declared table: one call of its study."""

from importlib import import_module

from memgen.threads import use_threads

from memgen.job import job
from memgen.seeds import Seeds
from memgen.studies.call import arguments, made, write

with job(snakemake) as this:
    about = this.settings["study"]
    use_threads(snakemake.threads)
    study = import_module(f"memgen.studies.{about['source']}.{about['table']}").table
    seeds = Seeds(this.settings["seed"], about["source"], about["table"])
    given = arguments(study, this.settings, seeds, snakemake.wildcards, snakemake.input)
    write(made(study(**given)), snakemake.output, this.provenance(snakemake.input))
