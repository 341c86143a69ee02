"""What generated samples are: neighbours, distances, types and clusters."""
