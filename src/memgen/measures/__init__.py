"""What is observed in simulations, in rooms; `memgen.measures.memorization` is the public face."""
