"""What is inferred at given points, rather than predicted on average: posteriors and their scores.

Message passing, Hamiltonian Monte Carlo, quadrature: estimators that take observations, and stand
above theory, which they use.
"""
