"""Which files the targets of a run ask for."""

from collections.abc import Iterable, Mapping, Sequence


def target_files(
    targets: Iterable[str], by_name: Mapping[str, Sequence[str]], everything: Sequence[str]
) -> list[str]:
    """Return the files that targets ask for.

    Parameters
    ----------
    targets : iterable of str
        As on Snakemake's command line: names of sources, figures or rules, or paths. None: `all`.
    by_name : mapping of str to sequence of str
        The files of each target that has a name.
    everything : sequence of str
        The files of `all`.
    """
    chosen: list[str] = []
    for target in list(targets) or ["all"]:
        chosen += everything if target == "all" else by_name.get(target, [target])
    return chosen
