"""Train a declared network: its study says what, on what, and how."""

from importlib import import_module

from memgen.job import job
from memgen.seeds import Seeds
from memgen.studies.call import arguments, needed_files
from memgen.threads import use_threads
from memgen.training.partial import partial_path
from memgen.training.recipe import train_to_files

with job(snakemake) as this:
    about = this.settings["study"]
    study = import_module(f"memgen.studies.{about['source']}.{about['table']}").network
    use_threads(snakemake.threads)
    seeds = Seeds(this.settings["seed"], about["source"], about["table"])
    needs = needed_files(snakemake.input)
    given = arguments(study, this.settings, seeds, dict(snakemake.wildcards.items()), needs)
    output = snakemake.output
    partial = partial_path(output.network, snakemake.rule, this.settings, snakemake.params.code)
    files = (output.network, output.losses, output.split)
    train_to_files(study(**given), files, partial, lambda: this.provenance(needs))
