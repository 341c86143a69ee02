"""Replica theory of curved manifolds: energy cumulants of diffusion and of Hopfield networks.

cumulants is the solver and what the other rooms call; saddle has its equations (whose inner
average is `memgen.theory.field.grid`), tangent the small-noise limit, hopfield_branch the
solution followed along lambda.
"""
