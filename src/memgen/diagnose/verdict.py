"""One word on a whole diagnosis, by a rule that is stated."""

from memgen.diagnose.results import Part

MOST = 0.5  # share of copies from which on a model memorises
FEW = 0.05  # share of copies below which they count as none
COPYING = -3.0  # standard deviations of C_T


def verdict(samples: Part | None, network: Part | None) -> tuple[str, str]:
    """Return the verdict and why.

    The samples decide where there are some, by their excess of memorised samples over the control,
    as a share of what could be in excess, and by C_T: "memorises" if more than half are copies,
    "partly" if some are, "no sign" if fewer than one in twenty are, all with 95 % confidence; "not
    resolved" otherwise. Without samples the network's collapse_ratio decides in the same manner.
    """
    if samples is not None:
        return _of_samples(samples)
    if network is not None:
        return _of_network(network)
    return "data alone", "Neither samples nor a network were given: this is about the data."


def _of_samples(samples: Part) -> tuple[str, str]:
    fraction, excess = samples["memorised_fraction"], samples["memorised_excess"]
    assert fraction.control is not None
    could = 1 - fraction.control.value
    # where fresh points look like copies too the fraction tells nothing
    low, high = (edge / could if could > 0 else 0.0 for edge in (excess.lower, excess.upper))
    test = samples["copying_test"]
    told = (
        f"{fraction.value:.1%} of the samples are three times nearer to one training point than to "
        f"any other ({fraction.control.value:.1%} of {fraction.control.says})"
    )
    if low > MOST:
        return "memorises", f"{told}: most samples are copies."
    if low > 0:
        return "partly", f"{told}: some samples are copies."
    if test.upper < COPYING:
        return "partly", (
            f"{told}: few are copies in this sense, but samples lie nearer to the training points "
            f"than fresh points do, by {-test.value:.1f} standard deviations (C_T)."
        )
    if high < FEW:
        return "no sign", f"{told}: no sign of copies, and fewer than {FEW:.0%} can have escaped."
    return "not resolved", f"{told}: up to {high:.0%} may be copies. Give more samples."


def _of_network(network: Part) -> tuple[str, str]:
    ratio = network["collapse_ratio"]
    told = f"The network's collapse time is {ratio.value:.2g} of the exact score's"
    if ratio.lower > MOST:
        return "memorises", f"{told}: it knows its points one by one."
    if ratio.lower > 0:
        return "partly", f"{told}: it prefers its points to others where noise is small."
    if ratio.value == 0:
        return "no sign", f"{told}: it does not prefer its points to others."
    return "not resolved", f"{told}, with an error as large."
