"""Claims of the figures: each is measured from the figure's tables, one function a claim."""
