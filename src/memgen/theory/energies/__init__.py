"""Random energy models: levels drawn independently, on average and at finite size.

rem is the model in the limit, from the cumulant of its levels; local_condensation sees it from one
point of Gaussian data and jacobian_law takes the law of the score Jacobian from there; finite_rem,
finite_levels, finite_participation and extreme_levels have finitely many levels.
"""
