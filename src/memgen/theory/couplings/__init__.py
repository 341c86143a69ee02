"""Capacities of couplings learned by perceptrons: independent rows, and symmetric matrices."""
