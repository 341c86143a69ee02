"""Runs on a Slurm cluster: the call of Snakemake, and a watch over a run that waits in vain."""
