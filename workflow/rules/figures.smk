# Drawing, measuring the claims, and the targets by name: all from workflow/figures/.

import sys


wildcard_constraints:
    source="|".join(REGISTRY),
    figure="|".join(name for source in REGISTRY.values() for name in source.figures),


rule draw:
    input:
        tables=lambda w: figure_tables(w.source, w.figure),
        style="src/memgen/plots/style.mplstyle",
    output:
        pdf=f"{FIGURES}/{{source}}/{{figure}}.pdf",
        png=report(
            f"{FIGURES}/{{source}}/{{figure}}.png",
            caption="../report/figure.rst",
            category="{source}",
            labels={"figure": "{figure}"},
        ),
    log:
        f"{LOGS}/{{source}}/draw/{{figure}}.log",
    benchmark:
        f"{BENCHMARKS}/{{source}}/draw/{{figure}}.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=figure_settings,
        code=lambda w: code("figures/draw.py", f"memgen.plots.{w.source}.{w.figure}"),
    message:
        "Drawing {wildcards.source}/{wildcards.figure}"
    script:
        "../scripts/figures/draw.py"


rule claims:
    input:
        tables=lambda w: figure_tables(w.source, w.figure),
    output:
        table=f"{RESULTS}/{{source}}/claims/{{figure}}.csv",
    log:
        f"{LOGS}/{{source}}/claims/{{figure}}.log",
    benchmark:
        f"{BENCHMARKS}/{{source}}/claims/{{figure}}.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=claim_settings,
        code=lambda w: code(
            "figures/claims.py",
            *claims_modules(
                w.source, w.figure, REGISTRY[w.source].figures[w.figure].claims
            ),
        ),
    message:
        "Measuring the claims of {wildcards.source}/{wildcards.figure}"
    script:
        "../scripts/figures/claims.py"


rule record_settings:
    output:
        f"{RESULTS}/settings.json",
    log:
        f"{LOGS}/record_settings.log",
    benchmark:
        f"{BENCHMARKS}/record_settings.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=500,
        runtime=5,
        gpu=0,
    params:
        settings=plain(CONFIG.model_dump(mode="json")),
        code=code("figures/record_settings.py"),
    message:
        "Recording the settings of the run"
    script:
        "../scripts/figures/record_settings.py"


rule all_claims:
    input:
        tables=[
            f"{RESULTS}/{source}/claims/{figure}.csv"
            for source, entry in REGISTRY.items()
            for figure in entry.figures
        ],
    output:
        table=report(
            f"{RESULTS}/claims.csv",
            caption="../report/claims.rst",
            category="claims",
            labels={"figure": "all"},
        ),
    log:
        f"{LOGS}/all_claims.log",
    benchmark:
        f"{BENCHMARKS}/all_claims.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings={"run": RUN},
        code=code("figures/all_claims.py"),
    message:
        "Collecting all claims"
    script:
        "../scripts/figures/all_claims.py"


# `snakemake fig2_collapse_time` and `snakemake manifold_memorization`.
for name, entry in REGISTRY.items():

    rule:
        name:
            name
        input:
            source_outputs(name),

    for figure in entry.figures:

        rule:
            name:
                figure
            input:
                figure_outputs(name, figure),


# What the configuration does not give is asked for by name alone, and explained.
for figure, message in SKIPPED.items():

    rule:
        name:
            figure
        input:
            refusal(message),


onstart:
    for message in SKIPPED.values():
        print(message, file=sys.stderr)
