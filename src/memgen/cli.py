"""The `memgen` command: what the Makefile calls around Snakemake."""

import argparse
from pathlib import Path


def main(arguments: list[str] | None = None) -> None:
    """Run one sub-command of `memgen`."""
    parser = argparse.ArgumentParser(prog="memgen", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("defaults", help="write config/config.yaml and config/schema.json")
    commands.add_parser("readme", help="rewrite the README's table of figures")
    gallery = commands.add_parser("gallery", help="copy figures, tables and claims of a run")
    gallery.add_argument("--run", default="laptop", help="the run to copy (default: laptop)")
    commands.add_parser("page", help="measure the gallery's claims again and rewrite its page")
    plan = commands.add_parser("plan", help="say what a run is about to do, and how long it takes")
    plan.add_argument("--configfile", help="overlay of the run (default: none, the laptop run)")
    plan.add_argument("--cores", default="all", help="cores that the run may use")
    chosen = parser.parse_args(arguments)
    root = Path.cwd()
    if not (root / "workflow" / "figures").is_dir():
        parser.error("run it in the root of a memgen checkout (no workflow/figures/ here)")
    if chosen.command == "defaults":
        from memgen.settings import files

        files.write(root / "config")
    elif chosen.command == "readme":
        from memgen.gallery import write_readme_table

        write_readme_table(root)
    elif chosen.command == "gallery":
        from memgen.gallery import write_gallery

        write_gallery(root, chosen.run)
    elif chosen.command == "page":
        from memgen.gallery import rewrite_gallery

        rewrite_gallery(root)
    else:
        from memgen.plan import print_plan

        print_plan(root, chosen.configfile, chosen.cores)
