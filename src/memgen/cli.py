"""The `memgen` command: what the Makefile calls around Snakemake."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

Command = Callable[[Path, argparse.Namespace], None]


def main(arguments: list[str] | None = None) -> None:
    """Run one sub-command of `memgen`."""
    parser = argparse.ArgumentParser(prog="memgen", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Command, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added

    command("defaults", _defaults, "write the files of config/ from the settings models")
    command("readme", _readme, "rewrite the README's table of figures and all stated times")
    plan = command("plan", _plan, "say what a run is about to do, and how long it takes")
    plan.add_argument("--configfile", help="overlay of the run (default: none, the laptop run)")
    plan.add_argument("--cores", default="all", help="cores that the run may use")
    check = command(
        "check", _check, "judge a finished run: no claim may fail, nothing may be stale"
    )
    check.add_argument("name", metavar="RUN", help="the run, such as tiny")
    verify = command("verify", _verify, "compare a finished run with the gallery, row by row")
    verify.add_argument("name", metavar="RUN", nargs="?", default="laptop", help="default: laptop")
    gallery = command("gallery", _gallery, "copy figures, tables and claims of a run")
    gallery.add_argument("--run", dest="name", default="laptop", help="the run (default: laptop)")
    gallery.add_argument(
        "--figure",
        dest="figures",
        nargs="+",
        default=[],
        metavar="FIGURE",
        help="copy these figures alone, the others stay",
    )
    times = command("durations", _durations, "keep how long the rules of a finished run took")
    times.add_argument("name", metavar="RUN", help="the run, such as tiny")
    tolerances = command(
        "tolerances", _tolerances, "set the tolerances of the tiny run from runs with other seeds"
    )
    tolerances.add_argument(
        "names", metavar="RUN", nargs="+", help="three runs or more, of the tiny size"
    )
    command("page", _page, "measure the gallery's claims again and rewrite its page")
    chosen = parser.parse_args(arguments)
    root = Path.cwd()
    if not (root / "workflow" / "figures").is_dir():
        parser.error("run it in the root of a memgen checkout (no workflow/figures/ here)")
    try:
        chosen.run(root, chosen)
    except (FileNotFoundError, ValueError) as error:
        sys.exit(f"memgen {chosen.command}: {error}")


def _defaults(root: Path, _: argparse.Namespace) -> None:
    from memgen.settings import files

    files.write(root / "config")
    print(f"Written: {', '.join(f'config/{name}' for name in files.texts())}.")


def _readme(root: Path, _: argparse.Namespace) -> None:
    from memgen.finished.readme import write_readme

    write_readme(root)


def _plan(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.plan import print_plan

    print_plan(root, chosen.configfile, chosen.cores)


def _check(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.check import judge
    from memgen.finished.gallery import finished_run

    judgement = judge(finished_run(root, chosen.name), root)
    verdicts = ", ".join(f"{count} {name}" for name, count in judgement.verdicts.items())
    print(f"{judgement.claims} claims of the {chosen.name} run: {verdicts}.")
    if judgement.problems:
        sys.exit("\n".join(["The run does not pass:", *judgement.problems]))
    print("The run passes: nothing is missing or stale, and no claim fails that holds elsewhere.")


def _verify(root: Path, chosen: argparse.Namespace) -> None:
    import pandas as pd

    from memgen.finished.gallery import GALLERY
    from memgen.finished.verify import changed_verdicts, report, verify

    results, gallery = root / "results" / chosen.name, root / GALLERY
    if not (results / "claims.csv").is_file():
        raise FileNotFoundError(f"{results}/claims.csv is missing: finish the run first.")
    claims = [pd.read_csv(folder / "claims.csv") for folder in (gallery, results)]
    text, good = report(verify(results, gallery), changed_verdicts(*claims))
    print(text)
    if not good:
        sys.exit(1)


def _gallery(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.gallery import add_figures, write_gallery

    if chosen.figures:
        add_figures(root, chosen.name, chosen.figures)
    else:
        write_gallery(root, chosen.name)


def _durations(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.durations import write_durations
    from memgen.finished.gallery import finished_run
    from memgen.finished.readme import write_readme

    write_durations(root, finished_run(root, chosen.name))
    write_readme(root)


def _tolerances(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.tolerances import set_tolerances

    print(set_tolerances(root, chosen.names))


def _page(root: Path, _: argparse.Namespace) -> None:
    from memgen.finished.gallery import GALLERY, rewrite_gallery, shown_run
    from memgen.finished.origins import stale

    rewrite_gallery(root)
    tables = [one for one in stale(shown_run(root), root / GALLERY) if one.file.endswith(".csv")]
    print(f"{len(tables)} tables of the gallery were not made by today's code and settings.")
    for one in tables:
        print(f"  {one.file} ({one.changed})")
