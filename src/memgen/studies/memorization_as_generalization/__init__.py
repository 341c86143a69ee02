"""Studies of Ventura's slides: memorization as generalization in physics-inspired models."""
