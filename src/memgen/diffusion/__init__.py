"""How data is destroyed and regenerated: noise processes, scores, samplers."""
