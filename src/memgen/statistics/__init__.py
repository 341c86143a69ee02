"""From measured values to a number with its error: crossings, extrapolation, weighted means."""
