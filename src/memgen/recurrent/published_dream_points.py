"""D_in, D_opt and D_fin of unlearning as the authors of arXiv:2302.13417 tabulated them.

In units of D eps / N at eps = .01, from the data files of their public code. At the load .59 the
three have merged into one point.
"""

# (N, load): (D_in, D_opt, D_fin)
PUBLISHED: dict[tuple[int, float], tuple[float, float, float]] = {
    (100, 0.3): (0.105, 0.235, 0.324),
    (100, 0.4): (0.231, 0.350, 0.426),
    (100, 0.5): (0.336, 0.445, 0.500),
    (150, 0.3): (0.119, 0.242, 0.330),
    (150, 0.4): (0.234, 0.353, 0.430),
    (150, 0.5): (0.371, 0.451, 0.507),
    (200, 0.3): (0.126, 0.249, 0.332),
    (200, 0.4): (0.241, 0.353, 0.429),
    (200, 0.5): (0.375, 0.456, 0.511),
    (300, 0.3): (0.136, 0.249, 0.332),
    # .395 breaks the trend of its neighbours, perhaps a slip of theirs; kept as it stands
    (300, 0.4): (0.248, 0.395, 0.428),
    (300, 0.5): (0.380, 0.460, 0.510),
    (400, 0.3): (0.141, 0.250, 0.331),
    (400, 0.4): (0.249, 0.363, 0.428),
    (400, 0.5): (0.381, 0.463, 0.512),
    (500, 0.3): (0.1425, 0.2492, 0.3325),
    (500, 0.4): (0.2575, 0.3508, 0.4275),
    (500, 0.5): (0.3825, 0.4538, 0.5125),
}
NAMES = ("D_in", "D_opt", "D_fin")
