"""Training of score networks: one engine for every source."""
