# The rules of all declared tables and networks (memgen.declared), and of tables joined from parts.


def named(paths):
    """A rule's outputs: each file of a declaration by its name, and its sidecar beside it."""
    return {
        name: f"{RESULTS}/{path}"
        for key, file in paths.items()
        for name, path in ((key, file), (f"{key}_made", str(sidecar(file))))
    }


def needed(declaration):
    """A rule's inputs: what a declaration needs, by the name of the study's argument."""
    return {
        name: (
            f"{RESULTS}/{paths}"
            if isinstance(paths, str)
            else [f"{RESULTS}/{path}" for path in paths]
        )
        for name, paths in declaration.inputs().items()
    }


for declared in DECLARED:

    rule:
        name:
            declared.rule
        input:
            **needed(declared),
            request=request(RESULTS, next(iter(declared.outputs.values()))),
        output:
            **named(declared.outputs),
        log:
            f"{LOGS}/{declared.record}.log",
        benchmark:
            f"{BENCHMARKS}/{declared.record}.tsv"
        wildcard_constraints:
            **declared.constraints,
        conda:
            ENVIRONMENT
        threads: 1
        resources:
            mem_mb=by_attempt(declared.mem_mb),
            runtime=by_attempt(declared.minutes),
            gpu=0 if NO_GPUS else declared.gpu,
        params:
            settings=declared.settings(CONFIG),
            code=RUN.code(declared.script, declared.study),
            # The path of a script is looked at when its job runs, long after this loop.
            script=declared.script,
        message:
            declared.says
        script:
            "../scripts/{params.script}"


for declared in DECLARED:
    if getattr(declared, "parts", []):

        rule:
            name:
                f"{declared.source}_{declared.name}"
            input:
                parts=[f"{RESULTS}/{path}" for path in declared.parts],
                request=request(RESULTS, declared.whole),
            output:
                **named({"table": declared.whole}),
            log:
                f"{LOGS}/{declared.source}/{declared.source}_{declared.name}.log",
            benchmark:
                f"{BENCHMARKS}/{declared.source}/{declared.source}_{declared.name}.tsv"
            # on a cluster it takes less than its way through the queue
            localrule: True
            conda:
                ENVIRONMENT
            threads: 1
            resources:
                mem_mb=1000,
                runtime=5,
                gpu=0,
            params:
                settings={},
                code=RUN.code("join.py"),
            message:
                f"Joining the parts of {declared.stem}"
            script:
                "../scripts/join.py"
