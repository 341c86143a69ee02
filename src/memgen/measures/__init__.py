"""What is observed: collapse, basins, dimensions."""
