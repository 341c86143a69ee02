"""Train a declared network: its study says what, on what, and how."""

from importlib import import_module

from memgen.threads import use_threads

from memgen.job import job
from memgen.seeds import Seeds
from memgen.studies.call import arguments
from memgen.training.recipe import write_network

with job(snakemake) as this:
    about = this.settings["study"]
    use_threads(snakemake.threads)
    study = import_module(f"memgen.studies.{about['source']}.{about['table']}").network
    seeds = Seeds(this.settings["seed"], about["source"], about["table"])
    given = arguments(study, this.settings, seeds, snakemake.wildcards, snakemake.input)
    write_network(study(**given), snakemake.output, this, snakemake.rule)
