# arXiv:2502.09578, memorization and generalization on the hidden manifold: its tables.

MANIFOLD = "manifold_memorization"

manifold_points_file = CONFIG.manifold_memorization.points.file
if manifold_points_file is not None and not Path(manifold_points_file).is_file():
    raise WorkflowError(
        f"{MANIFOLD}.points.file = {manifold_points_file!r}: there is no such file. Give the path of an "
        ".npy file of shape (P, N), saved with numpy.save, or null for the digits."
    )


manifold = CONFIG.manifold_memorization

# The ladder of N, cut into jobs of `draws_per_job` draws.
manifold_collapse_parts = [
    f"{RESULTS}/{MANIFOLD}/collapse/N{N}_draws{first}-{last}.npz"
    for N in manifold.collapse.N
    for first, last in chunks(manifold.collapse.draws, manifold.collapse.draws_per_job)
]


rule manifold_recipe:
    output:
        with_sidecar(table(MANIFOLD, "recipe.npz")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_recipe.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_recipe.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "recipe"),
        code=code(f"{MANIFOLD}/recipe.py"),
    message:
        "Drawing points on hidden manifolds (D = 2, N = 3)"
    script:
        f"../scripts/{MANIFOLD}/recipe.py"


rule manifold_times_part:
    output:
        with_sidecar(f"{RESULTS}/{MANIFOLD}/times/{{activation}}.csv"),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_times_part/{{activation}}.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_times_part/{{activation}}.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=30,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "alpha", "alpha_D", "times"),
        code=code(f"{MANIFOLD}/times.py"),
    message:
        "Theory of the characteristic times, {wildcards.activation} manifold"
    script:
        f"../scripts/{MANIFOLD}/times.py"


rule manifold_times:
    input:
        tables=[
            f"{RESULTS}/{MANIFOLD}/times/{name}.csv"
            for name in ["linear", *manifold.times.nonlinear]
        ],
    output:
        with_sidecar(table(MANIFOLD, "times")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_times.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_times.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "alpha", "alpha_D", "times"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the characteristic times"
    script:
        "../scripts/shared/concatenate.py"


rule manifold_fixed_size_part:
    output:
        with_sidecar(f"{RESULTS}/{MANIFOLD}/fixed_size/{{activation}}.csv"),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_fixed_size_part/{{activation}}.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_fixed_size_part/{{activation}}.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(
            MANIFOLD,
            "fixed_size.N",
            "fixed_size.P",
            "fixed_size.D",
            "fixed_size.draws",
            "fixed_size.probes",
            "fixed_size.times",
            "fixed_size.span",
        ),
        code=code(f"{MANIFOLD}/fixed_size.py"),
    message:
        "Collapse at fixed N and P against D, {wildcards.activation} manifold"
    script:
        f"../scripts/{MANIFOLD}/fixed_size.py"


rule manifold_fixed_size:
    input:
        tables=[
            f"{RESULTS}/{MANIFOLD}/fixed_size/{name}.csv"
            for name in manifold.fixed_size.activations
        ],
    output:
        with_sidecar(table(MANIFOLD, "fixed_size")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_fixed_size.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_fixed_size.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "fixed_size"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the collapse times at fixed size"
    script:
        "../scripts/shared/concatenate.py"


rule manifold_collapse_draws:
    output:
        with_sidecar(
            f"{RESULTS}/{MANIFOLD}/collapse/N{{N}}_draws{{first}}-{{last}}.npz"
        ),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_collapse_draws/N{{N}}_draws{{first}}-{{last}}.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_collapse_draws/N{{N}}_draws{{first}}-{{last}}.tsv"
    wildcard_constraints:
        N=r"\d+",
        first=r"\d+",
        last=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(
            MANIFOLD,
            "alpha",
            "alpha_D",
            "collapse.probes",
            "collapse.times",
            "collapse.span",
        ),
        code=code(f"{MANIFOLD}/collapse_draws.py"),
    message:
        "Collapse at N = {wildcards.N}, draws {wildcards.first} to {wildcards.last}"
    script:
        f"../scripts/{MANIFOLD}/collapse_draws.py"


rule manifold_finite_size_part:
    output:
        with_sidecar(f"{RESULTS}/{MANIFOLD}/finite_size/N{{N}}.csv"),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_finite_size_part/N{{N}}.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_finite_size_part/N{{N}}.tsv"
    wildcard_constraints:
        N=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(
            MANIFOLD,
            "alpha",
            "alpha_D",
            "collapse.finite_size_draws",
            "collapse.times",
            "collapse.span",
        ),
        code=code(f"{MANIFOLD}/finite_size.py"),
    message:
        "Finite-size theory of the collapse at N = {wildcards.N}"
    script:
        f"../scripts/{MANIFOLD}/finite_size.py"


rule manifold_finite_size:
    input:
        tables=[
            f"{RESULTS}/{MANIFOLD}/finite_size/N{N}.csv"
            for N in sorted({*manifold.collapse.N, *manifold.collapse.finite_size_N})
        ],
    output:
        with_sidecar(table(MANIFOLD, "finite_size")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_finite_size.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_finite_size.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "collapse.finite_size_N"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the finite-size theory of the collapse"
    script:
        "../scripts/shared/concatenate.py"


rule manifold_collapse:
    input:
        draws=manifold_collapse_parts,
    output:
        with_sidecar(table(MANIFOLD, "collapse")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_collapse.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_collapse.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "alpha", "alpha_D", "collapse.span"),
        code=code(f"{MANIFOLD}/collapse.py"),
    message:
        "Averaging the collapse over draws"
    script:
        f"../scripts/{MANIFOLD}/collapse.py"


rule manifold_points:
    input:
        # A user's own file is tracked like any input; the digits come with scikit-learn.
        file=manifold_points_file or [],
    output:
        with_sidecar(table(MANIFOLD, "points")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_points.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_points.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "points"),
        code=code(f"{MANIFOLD}/points.py"),
    message:
        "Collapse on real points"
    script:
        f"../scripts/{MANIFOLD}/points.py"


rule manifold_basin_radius:
    output:
        with_sidecar(table(MANIFOLD, "basin_radius")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_basin_radius.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_basin_radius.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
        gpu=0,
    params:
        settings=settings(
            MANIFOLD,
            "alpha",
            "alpha_D",
            "basins.alpha_Ds",
            "basins.curve_points",
            "basins.finite_size_N",
            "basins.finite_size_draws",
        ),
        code=code(f"{MANIFOLD}/basin_radius.py"),
    message:
        "Theory of the basins of attraction"
    script:
        f"../scripts/{MANIFOLD}/basin_radius.py"


rule manifold_basins_part:
    output:
        with_sidecar(f"{RESULTS}/{MANIFOLD}/basins/N{{N}}.csv"),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_basins_part/N{{N}}.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_basins_part/N{{N}}.tsv"
    wildcard_constraints:
        N=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(
            MANIFOLD,
            "alpha",
            "alpha_D",
            "basins.draws",
            "basins.probes",
            "basins.t_cells",
            "basins.R_cells",
        ),
        code=code(f"{MANIFOLD}/basins.py"),
    message:
        "Measuring the basins of attraction at N = {wildcards.N}"
    script:
        f"../scripts/{MANIFOLD}/basins.py"


rule manifold_basins:
    input:
        tables=[f"{RESULTS}/{MANIFOLD}/basins/N{N}.csv" for N in manifold.basins.N],
    output:
        with_sidecar(table(MANIFOLD, "basins")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_basins.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_basins.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "basins.N"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the measured basins"
    script:
        "../scripts/shared/concatenate.py"


rule manifold_cross_entropy_part:
    output:
        with_sidecar(f"{RESULTS}/{MANIFOLD}/cross_entropy/alpha_D{{alpha_D}}.csv"),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_cross_entropy_part/alpha_D{{alpha_D}}.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_cross_entropy_part/alpha_D{{alpha_D}}.tsv"
    wildcard_constraints:
        alpha_D=r"[\d.e-]+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(
            MANIFOLD,
            "alpha",
            "cross_entropy.N",
            "cross_entropy.draws",
            "cross_entropy.probes",
            "cross_entropy.times",
            "cross_entropy.finite_size_draws",
        ),
        code=code(f"{MANIFOLD}/cross_entropy.py"),
    message:
        "Cross-entropy seen from fresh points, alpha_D = {wildcards.alpha_D}"
    script:
        f"../scripts/{MANIFOLD}/cross_entropy.py"


rule manifold_cross_entropy:
    input:
        tables=[
            f"{RESULTS}/{MANIFOLD}/cross_entropy/alpha_D{alpha_D}.csv"
            for alpha_D in manifold.cross_entropy.alpha_Ds
        ],
    output:
        with_sidecar(table(MANIFOLD, "cross_entropy")),
    log:
        f"{LOGS}/{MANIFOLD}/manifold_cross_entropy.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_cross_entropy.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "cross_entropy.alpha_Ds"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the cross-entropies"
    script:
        "../scripts/shared/concatenate.py"


rule manifold_potential:
    output:
        [
            *with_sidecar(table(MANIFOLD, "potential")),
            *with_sidecar(table(MANIFOLD, "potential_plane.npz")),
        ],
    log:
        f"{LOGS}/{MANIFOLD}/manifold_potential.log",
    benchmark:
        f"{BENCHMARKS}/{MANIFOLD}/manifold_potential.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=360,
        gpu=0,
    params:
        settings=settings(MANIFOLD, "alpha", "alpha_D", "potential"),
        code=code(f"{MANIFOLD}/potential.py"),
    message:
        "The potential on a line and on planes through data points"
    script:
        f"../scripts/{MANIFOLD}/potential.py"
