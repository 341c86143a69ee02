"""Random energy models: levels drawn independently, on average and at finite size.

rem is the model in the limit, from the cumulant of its levels; local_condensation sees it from one
point of Gaussian data. finite_rem, finite_levels, finite_participation and extreme_levels have
finitely many levels; so have step_weights and one_norm, from laplace_tables: weights of points at
two places.
"""
