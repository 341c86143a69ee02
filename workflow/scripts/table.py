"""Make a declared table: one call of its study."""

from importlib import import_module

from memgen.job import job
from memgen.seeds import Seeds
from memgen.studies.call import arguments, made, needed_files, write
from memgen.threads import use_threads

with job(snakemake) as this:
    about = this.settings["study"]
    study = import_module(f"memgen.studies.{about['source']}.{about['table']}").table
    use_threads(snakemake.threads)
    seeds = Seeds(this.settings["seed"], about["source"], about["table"])
    needs = needed_files(snakemake.input)
    given = arguments(study, this.settings, seeds, dict(snakemake.wildcards.items()), needs)
    result = made(study(**given))
    write(result, dict(snakemake.output.items()), this.provenance(needs))
