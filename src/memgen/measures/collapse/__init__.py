"""How the empirical score captures: collapse, basins, recovery, cross-entropy, potentials."""
