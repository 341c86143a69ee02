"""Replica theory of curved manifolds: energy cumulants of diffusion and of Hopfield networks.

cumulants is the solver and what the other rooms call; saddle has its equations, local_average the
averages over the field at one coordinate, tangent the small-noise limit, hopfield_branch the
solution followed along lambda.
"""
