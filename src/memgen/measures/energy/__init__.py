"""Minima of the energy of a few memories, and energies of samples."""
