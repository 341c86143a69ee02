"""memgen: memorization and generalization in physics-inspired generative models."""
