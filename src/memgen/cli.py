"""The `memgen` command: what the Makefile calls around Snakemake."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from memgen.checkout import checkout_at, require_package_of

Command = Callable[[Path, argparse.Namespace], None]
# The commands that call Snakemake, to which all after "--" is handed on.
FORWARDED = ("run", "slurm")


def main(arguments: list[str] | None = None) -> None:
    """Run one sub-command of `memgen`."""
    parser = argparse.ArgumentParser(prog="memgen", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Command, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added

    command("defaults", _defaults, "write the files of config/ from the settings models")
    command("readme", _readme, "rewrite the times that the documentation states")
    plan = command("plan", _plan, "say what a run is about to do, and how long it takes")
    plan.add_argument("--configfile", help="overlay of the run (default: none, the laptop run)")
    plan.add_argument("--cores", default="all", help="cores that the run may use")
    plan.add_argument(
        "--sources",
        action=argparse.BooleanOptionalAction,
        help="jobs, core hours, GPU hours and memory of each source (default: with --configfile)",
    )
    plan.add_argument("--why", action="store_true", help="why what is there is made again")
    started = command(
        "run",
        _run,
        "call Snakemake for figures, with settings by their dotted names: "
        "memgen run manifold_memorization.alpha=0.3 fig2_collapse_time",
    )
    started.add_argument(
        "words", metavar="WHAT", nargs="*", help="targets, and settings as section.key=value"
    )
    started.add_argument(
        "--configfile", nargs=1, action="extend", default=[], help="overlay; may be given again"
    )
    started.add_argument("--cores", default="all", help="cores that the run may use")
    queued = command("slurm", _slurm, "call Snakemake on a Slurm cluster, and watch over the run")
    queued.add_argument(
        "words", metavar="WHAT", nargs="*", help="targets, and settings as section.key=value"
    )
    queued.add_argument(
        "--configfile", nargs=1, action="extend", default=[], help="overlay; may be given again"
    )
    queued.add_argument("--account", help="what the jobs are charged to (default: yours)")
    queued.add_argument("--partition", help="where they run (default: the cluster's)")
    queued.add_argument(
        "--patience",
        type=float,
        default=7.0,
        metavar="MINUTES",
        help="of silence and an empty queue before the run is started again (default: 7)",
    )
    again = command(
        "redraw", _redraw, "draw a figure from tables that are there, computing nothing"
    )
    again.add_argument("figure", metavar="FIGURE", help="such as fig2_collapse_time")
    again.add_argument(
        "--from",
        dest="tables",
        help="folder of tables: the gallery (default), or results/RUN",
    )
    again.add_argument("--to", help="folder of the figure (default: figures/redrawn)")
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
    gallery.add_argument(
        "--redraw",
        nargs="+",
        default=[],
        metavar="FIGURE",
        help="draw these figures again from the gallery's own tables, without a run",
    )
    crate = command("crate", _crate, "write a finished run as a Workflow Run RO-Crate")
    crate.add_argument("name", metavar="RUN", nargs="?", default="laptop", help="default: laptop")
    crate.add_argument("--out", help="the archive (default: results/RUN/crate.zip)")
    times = command("durations", _durations, "keep what time and memory a run's rules took")
    times.add_argument("name", metavar="RUN", help="the run, such as tiny")
    stepped = command(
        "step",
        _step,
        "measure what the rules of a large run take, from steps with few of their counts",
    )
    stepped.add_argument(
        "rules", metavar="RULE", nargs="*", help="default: all that are not yet known"
    )
    stepped.add_argument(
        "--configfile",
        default="config/paper.yaml",
        help="overlay of the run (default: config/paper.yaml)",
    )
    stepped.add_argument(
        "--seconds", type=float, default=20.0, help="CPU time for the steps of a rule (default: 20)"
    )
    stepped.add_argument(
        "--limit", type=float, default=120.0, help="CPU time that stops them (default: 120)"
    )
    stepped.add_argument(
        "--work",
        default="results/.stepping",
        help="folder of what rules need of each other (default: results/.stepping)",
    )
    tolerances = command(
        "tolerances", _tolerances, "set the tolerances of the tiny run from runs with other seeds"
    )
    tolerances.add_argument(
        "names", metavar="RUN", nargs="+", help="three runs or more, of the tiny size"
    )
    diagnosis = command(
        "diagnose",
        _diagnose,
        "say whether a model memorises, from its training set, samples and network",
    )
    _add_inputs(diagnosis)
    site = command("site", _site, "build the web site, site/index.html (needs the extra `site`)")
    site.add_argument(
        "--grids",
        action="store_true",
        help="compute the explorer's theory anew first (some minutes)",
    )
    command("page", _page, "measure the gallery's claims again and rewrite its page")
    given = sys.argv[1:] if arguments is None else arguments
    # What follows "--" is Snakemake's.
    cut = given.index("--") if "--" in given else len(given)
    chosen, further = parser.parse_known_args(given[:cut])
    chosen.rest = given[cut + 1 :]
    if chosen.command in FORWARDED:
        # argparse does not take words on both sides of an option.
        chosen.words += [word for word in further if not word.startswith("-")]
        further = [word for word in further if word.startswith("-")]
    if further:
        parser.error(f"unknown: {' '.join(further)} (options of Snakemake go after --)")
    if chosen.rest and chosen.command not in FORWARDED:
        parser.error(f"memgen {chosen.command} takes nothing after --")
    try:
        if chosen.command == "diagnose":
            # about files of a user, wherever they are: it needs no checkout
            chosen.run(Path.cwd(), chosen)
            return
        root = checkout_at(Path.cwd())
        require_package_of(root)
        chosen.run(root, chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads, such as `head -1`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (FileNotFoundError, ModuleNotFoundError, ValueError) as error:
        sys.exit(f"memgen {chosen.command}: {error}")


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    """Say what `memgen diagnose` takes."""
    parser.add_argument(
        "training",
        metavar="TRAIN",
        help="training set: .npy, .npz or .safetensors with one point a row, or a folder of "
        "pictures",
    )
    for name, says in (
        ("samples", "samples of the model, in the same form"),
        ("second-samples", "another set of samples, among which the first are looked for"),
        ("held-out", "points of the same source that the model never saw: the control"),
        ("network", "a Python file that defines denoiser(x, sigma), or a diffusers folder"),
        ("encoder", "a Python file that defines encode(images), for features instead of pixels"),
    ):
        parser.add_argument(f"--{name}", metavar="FILE", help=says)
    parser.add_argument(
        "--out", metavar="FOLDER", required=True, help="folder of the report; goes on from there"
    )
    parser.add_argument("--size", type=int, help="side in pixels that pictures are brought to")
    parser.add_argument("--grey", action="store_true", help="pictures of one channel")
    parser.add_argument("--probes", type=int, default=200, help="noised points (default: 200)")
    parser.add_argument(
        "--queries", type=int, default=1000, help="points with their neighbours (default: 1000)"
    )
    parser.add_argument("--seed", type=int, default=0, help="root of all random numbers")


def _defaults(root: Path, _: argparse.Namespace) -> None:
    from memgen.settings import files

    files.write(root / "config")
    print(f"Written: {', '.join(f'config/{name}' for name in files.texts())}.")


def _readme(root: Path, _: argparse.Namespace) -> None:
    from memgen.finished.readme import write_readme

    write_readme(root)


def _plan(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.plan import print_plan

    sources = chosen.configfile is not None if chosen.sources is None else chosen.sources
    print_plan(root, chosen.configfile, chosen.cores, sources=sources, why=chosen.why)


def _run(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.running import run, snakemake_call

    overlays = [os.path.relpath(path, root) for path in chosen.configfile]
    os.chdir(root)
    sys.exit(run(snakemake_call(root, chosen.words, overlays, chosen.cores, chosen.rest)))


def _slurm(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.cluster.call import require_slurm, run_watched, slurm_options
    from memgen.cluster.groups import group_options
    from memgen.cluster.watch import Watch
    from memgen.declared.run import Run
    from memgen.finished.expected import known_seconds
    from memgen.running import configuration, snakemake_call

    require_slurm()
    overlays = [os.path.relpath(path, root) for path in chosen.configfile]
    os.chdir(root)
    # Slurm's names of jobs hold letters, digits and underscores.
    prefix = f"memgen{os.getpid()}"
    options = slurm_options(root / "profiles/slurm", chosen.account, chosen.partition, prefix)
    call = snakemake_call(root, chosen.words, overlays, None, chosen.rest)
    run = Run(root, configuration(chosen.words, overlays)[0])
    # A run of a name of its own is about as large as the one that its overlay describes.
    size = configuration([], overlays)[0].run
    words = [*call, *options, *group_options(run, known_seconds(root), size)]
    sys.exit(run_watched(words, prefix, watch=lambda: Watch(60 * chosen.patience)))


def _redraw(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.gallery import GALLERY
    from memgen.finished.redraw import redraw

    tables, where = chosen.tables or root / GALLERY, chosen.to or root / "figures/redrawn"
    files = redraw(root, chosen.figure, Path(tables), Path(where))
    print(f"Drawn: {', '.join(map(str, files))}.")


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
    from memgen.finished.redrawn_gallery import redraw_figures

    if chosen.redraw:
        redraw_figures(root, chosen.redraw)
    elif chosen.figures:
        add_figures(root, chosen.name, chosen.figures)
    else:
        write_gallery(root, chosen.name)


def _crate(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.crate import write_crate
    from memgen.finished.gallery import finished_run

    out = Path(chosen.out) if chosen.out else root / "results" / chosen.name / "crate.zip"
    count = write_crate(root, finished_run(root, chosen.name), out)
    print(f"{out}: {count} files of the {chosen.name} run, and what made them.")


def _durations(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished import memory
    from memgen.finished.durations import write_durations
    from memgen.finished.gallery import finished_run
    from memgen.finished.readme import write_readme

    write_durations(root, finished_run(root, chosen.name))
    memory.write(root, finished_run(root, chosen.name))
    write_readme(root)


def _step(root: Path, chosen: argparse.Namespace) -> None:
    # One thread, as in a job of the workflow; numpy looks at this when it is loaded.
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    from memgen.settings.overlays import configured
    from memgen.stepping.all_rules import step_rules

    overlay = Path(chosen.configfile)
    config = configured([overlay if overlay.is_file() else root / overlay], {})
    small = configured([root / "config/tiny.yaml"], {})
    failed = step_rules(
        root,
        config,
        small,
        chosen.rules,
        seconds=chosen.seconds,
        limit=chosen.limit,
        work=root / chosen.work,
    )
    if failed:
        sys.exit("\n".join(["Not stepped:", *failed]))


def _tolerances(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.finished.tolerances import set_tolerances

    print(set_tolerances(root, chosen.names))


def _diagnose(_: Path, chosen: argparse.Namespace) -> None:
    from memgen.diagnose.command import run

    run(chosen)


def _site(root: Path, chosen: argparse.Namespace) -> None:
    from memgen.site import grids
    from memgen.site.build import build

    if chosen.grids:
        print(f"Written: {', '.join(str(path.relative_to(root)) for path in grids.write(root))}.")
    print(f"Built: {(build(root) / 'index.html').relative_to(root)}.")


def _page(root: Path, _: argparse.Namespace) -> None:
    from memgen.finished.gallery import GALLERY, rewrite_gallery, shown_run
    from memgen.finished.origins import stale

    rewrite_gallery(root)
    tables = [one for one in stale(shown_run(root), root / GALLERY) if one.file.endswith(".csv")]
    print(f"{len(tables)} tables of the gallery were not made by today's code and settings.")
    for one in tables:
        print(f"  {one.file} ({one.changed})")
