"""Random energy models: levels drawn independently, on average and at finite size.

rem is the model in the limit, from the cumulant of its levels; local_condensation sees it from one
point of Gaussian data; finite_rem, finite_participation and extreme_levels have finitely many levels,
as do laplace_tables, from which step_weights and one_norm take the weights of points at two places.
"""
