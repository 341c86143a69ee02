"""What is predicted: random energy models, replica theory, random matrices."""
