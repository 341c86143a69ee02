"""Step the rules of a run and keep what each takes."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from memgen.declared import declarations
from memgen.settings import Config
from memgen.stepping import table
from memgen.stepping.rules import prepare, step


def step_rules(
    root: Path,
    config: Config,
    small: Config,
    rules: Sequence[str],
    *,
    seconds: float,
    limit: float,
    work: Path,
) -> list[str]:
    """Step rules of a run, keep and print what each takes, and return why some could not be.

    Parameters
    ----------
    root : Path
        The checkout.
    config, small : Config
        The run, and one whose counts are few.
    rules : sequence of str
        Which; all that are not yet known where none is named.
    seconds, limit : float
        CPU time for the steps of a rule, about, and that which stops them.
    work : Path
        Folder of what rules need of each other.

    Raises
    ------
    ValueError
        If the run has no rule of a name.
    """
    declared = declarations(config)
    names = list(dict.fromkeys(one.rule for one in declared))
    for rule in rules:
        if rule not in names:
            near = get_close_matches(rule, names, n=1)
            raise ValueError(f"{rule} is no rule.{f' Did you mean {near[0]}?' if near else ''}")
    known = table.read(root)
    done = set(known["rule"][known["run"] == config.run])
    prepare(config)
    failed = []
    for rule in rules or [name for name in names if name not in done]:
        try:
            stepped = step(config, small, rule, seconds, limit, work)
        except (TimeoutError, RuntimeError) as error:
            failed.append(str(error))
            print(error, flush=True)
            continue
        table.keep(root, config.run, stepped, names)
        print(
            f"{rule}: {stepped.longest / 3600:.2g} h of CPU, {stepped.mb / 1000:.2g} GB",
            f"({stepped.counts or 'all of it'})",
            flush=True,
        )
    if (root / table.PAGE).is_file():
        table.write_page(root, config.run, declared)
    return failed
