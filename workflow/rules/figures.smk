# Drawing, measuring the claims, and the targets by name: all from workflow/figures/.

import sys


wildcard_constraints:
    source="|".join(REGISTRY),
    figure="|".join(name for source in REGISTRY.values() for name in source.figures),


# One job of a figure: a process that reads its tables draws it and measures its claims.
rule figure:
    input:
        tables=lambda w: RUN.tables(w.source, w.figure),
        style=HERE / "src/memgen/plots/style.mplstyle",
        request=request(RESULTS, f"{FIGURES}/{{source}}/{{figure}}.png"),
    output:
        png=report(
            f"{FIGURES}/{{source}}/{{figure}}.png",
            caption="../report/figure.rst",
            category="{source}",
            labels={"figure": "{figure}"},
        ),
        pdf=f"{FIGURES}/{{source}}/{{figure}}.pdf",
        made=f"{FIGURES}/{{source}}/{{figure}}.json",
        claims=f"{RESULTS}/{{source}}/claims/{{figure}}.csv",
        claims_made=f"{RESULTS}/{{source}}/claims/{{figure}}.json",
    log:
        f"{LOGS}/{{source}}/figure/{{figure}}.log",
    benchmark:
        f"{BENCHMARKS}/{{source}}/figure/{{figure}}.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=lambda w: ORIGINS[RUN.png(w.source, w.figure)].settings,
        code=lambda w: ORIGINS[RUN.png(w.source, w.figure)].code,
    message:
        "Drawing {wildcards.source}/{wildcards.figure} and measuring its claims"
    script:
        "../scripts/figures/figure.py"


rule record_settings:
    input:
        request=request(RESULTS, f"{RESULTS}/settings.yaml"),
    output:
        settings=f"{RESULTS}/settings.yaml",
        made=f"{RESULTS}/settings.json",
    log:
        f"{LOGS}/record_settings.log",
    benchmark:
        f"{BENCHMARKS}/record_settings.tsv"
    localrule: True
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=500,
        runtime=5,
        gpu=0,
    params:
        settings=ORIGINS[f"{RESULTS}/settings.yaml"].settings,
        code=ORIGINS[f"{RESULTS}/settings.yaml"].code,
    message:
        "Recording the settings of the run"
    script:
        "../scripts/figures/record_settings.py"


rule all_claims:
    input:
        tables=ORIGINS[f"{RESULTS}/claims.csv"].inputs,
        request=request(RESULTS, f"{RESULTS}/claims.csv"),
    output:
        table=report(
            f"{RESULTS}/claims.csv",
            caption="../report/claims.rst",
            category="claims",
            labels={"figure": "all"},
        ),
        made=f"{RESULTS}/claims.json",
    log:
        f"{LOGS}/all_claims.log",
    benchmark:
        f"{BENCHMARKS}/all_claims.tsv"
    localrule: True
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=ORIGINS[f"{RESULTS}/claims.csv"].settings,
        code=ORIGINS[f"{RESULTS}/claims.csv"].code,
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
            RUN.outputs(name),

    for figure in entry.figures:

        rule:
            name:
                figure
            input:
                RUN.outputs(name, figure),


# What the configuration does not give is asked for by name alone, and explained.
for figure, message in RUN.skipped.items():

    rule:
        name:
            figure
        input:
            refusal(message),


# A name that is neither is answered with the nearest ones. Not in a workflow that imports this one:
# there a file of that name may be its own.
if workflow.modifier.namespace is None:

    rule no_such_target:
        input:
            lambda w: refusal(
                no_such_target(w.name, (rule.name for rule in workflow.rules))
            )(w),
        output:
            "{name}",
        wildcard_constraints:
            name=r"[\w-]+",


onstart:
    try:
        require_writable(
            [
                Path(folder, *name)
                for folder in (RESULTS, LOGS, FIGURES)
                for name in [(), *((source,) for source in REGISTRY)]
            ]
        )
    except ValueError as error:
        raise WorkflowError(str(error)) from None
    # Where a single figure or source is asked for, only what it leaves out.
    asked = {*workflow.dag_settings.targets}
    for figure, message in RUN.skipped.items():
        if not asked or asked & {"all", RUN.source_of(figure)}:
            print(message, file=sys.stderr)
    if STALE:
        print(
            f"{len(STALE)} results were made from other settings, files or code than now, and are "
            f"made again: {', '.join(STALE[:4])}{', ...' if len(STALE) > 4 else ''}",
            file=sys.stderr,
        )


onsuccess:
    end_at_once()


onerror:
    end_at_once()
