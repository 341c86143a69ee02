"""Studies of Bandera's slides: training dynamics of random-feature diffusion models."""
