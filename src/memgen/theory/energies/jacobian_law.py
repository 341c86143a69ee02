"""Law of the entries of the empirical score's Jacobian at a point of the data's centre.

For P points y ~ N(0, diag(s_i^2)) the smoothed Jacobian
J_ij = [score_i(sqrt(t) e_j) - score_i(0)] / sqrt(t) is modelled as Gaussian,

    E J_ij = -delta_ij / (t + s_i^2)
    Var J_ij = s_i^2 / (t (t + s_i^2)) [phi(t, 0) + phi(t, sqrt(t) e_j)],   phi = Y2 / t,

each score component having the variance s_i^2 / (t (t + s_i^2)) Y2 where Y2 = sum w^2 is the
participation. That holds near condensation; the two ends are taken for independent, though at few
dimensions the same points weigh at both, which makes the true entries smaller. The published phi is
max(1 / P, 1/t - 1/t_c), whose floor lacks a 1/t. The column norms estimate the singular values,

    SV_j^2 = 1 / (t + s_j^2)^2 + (phi_0 + phi_j) sum_i s_i^2 / (t (t + s_i^2))          (derived)
    SV_j^2 = 1 / (t + s_j^2)^2 + [(phi_0 + phi_j) sum_i s_i^2 / (t^2 (t + s_i^2))]^2    (published)

of which the second is inconsistent in its dimensions. (arXiv:2410.08727, equations 18 and 19, and
its released notebook; the first is memgen's derivation.)
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from memgen.theory.energies.local_condensation import Model, local_participation

Directions = Float[np.ndarray, " N"]
Form = Literal["derived", "published"]


@dataclass(frozen=True)
class JacobianLaw:
    """Mean and variance of each entry, and the singular values that follow.

    Attributes
    ----------
    mean, variance : (N, N)
        Row i is the score's component, column j the direction of the step.
    singular_values : (N,)
        Column norms, in the order of the directions.
    """

    mean: Float[np.ndarray, "N N"]
    variance: Float[np.ndarray, "N N"]
    singular_values: Directions


def jacobian_law(
    t: float,
    variances: Directions,
    P: float,
    model: Model = "gaussian",
    form: Form = "derived",
    unit_norm: bool = False,
) -> JacobianLaw:
    """Return the law at noise variance t.

    Parameters
    ----------
    t : float
        Positive.
    variances : (N,)
        s_i^2 >= 0, not all 0.
    P : float
        Number of points.
    model : str
        How phi is computed: "exact" or "gaussian" random energy model.
    form : str
        "derived" or "published" singular values; the published phi keeps its floor 1 / P.
    unit_norm : bool
        Points of one norm: the s^4 term of t_c is absent (Gaussian model).

    Raises
    ------
    ValueError
        If t is not positive, the exact model is asked for points of one norm, or as in
        `participation`.
    """
    if not (t > 0 and P > 1 and (variances >= 0).all()):
        raise ValueError(f"t={t}, P={P}, variances={variances}: t > 0, P > 1 and no negative one.")
    if model == "exact" and unit_norm:
        raise ValueError("unit_norm=True is known for the model 'gaussian' alone.")
    N = len(variances)
    steps = np.concatenate([np.zeros((1, N)), np.sqrt(t) * np.eye(N)])
    phi = np.array([_phi(t, x, variances, P, model, form, unit_norm) for x in steps])
    spread = variances / (t * (t + variances))
    pairs = phi[0] + phi[1:]
    variance = np.outer(spread, pairs)
    own = 1 / (t + variances) ** 2
    noise = variance.sum(axis=0)
    if form == "published":
        noise = (noise / t) ** 2
    return JacobianLaw(np.diag(-1 / (t + variances)), variance, np.sqrt(own + noise))


def _phi(t, x, variances, P, model, form, unit_norm) -> float:
    if model == "exact":
        found = local_participation(t, x, variances, P) / t
    else:
        # in closed form, and 0 where nothing fluctuates: points of one norm, seen from the origin
        square = np.sum(x**2 * variances) + (0.0 if unit_norm else np.sum(variances**2) / 2)
        t_c = np.sqrt(square / (2 * np.log(P)))
        found = 1 / t - 1 / t_c if t < t_c else 0.0
    floor = 1 / P if form == "published" else 1 / (P * t)
    return max(float(found), floor)
