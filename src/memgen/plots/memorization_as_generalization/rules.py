"""One colour and one name for every rule that learns couplings, in all figures."""

RULES = {
    "hebb": ("#999999", "Hebb"),
    "D_in": ("#56B4E9", "unlearning, $D_{in}$"),
    "D_opt": ("#0072B2", "unlearning, $D_{opt}$"),
    "D_fin": ("#000000", "unlearning, $D_{fin}$"),
    "unlearning": ("#0072B2", "unlearning, $D_{opt}$"),
    "perceptron": ("#D55E00", "symmetric perceptron"),
    "pseudo_inverse": ("#009E73", "pseudo-inverse"),
    "daydreaming": ("#CC79A7", "daydreaming"),
}
