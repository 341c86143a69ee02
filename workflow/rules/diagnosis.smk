# Whether a model of the user's memorises: on request alone, of the files that diagnosis.* names.

NO_DIAGNOSIS = (
    "diagnosis.training names nothing to diagnose. Give an overlay with `run: mine` and "
    "`diagnosis: {training: path/to/points.npy, samples: ..., held_out: ...}`: snakemake diagnosis "
    "--configfile mine.yaml (docs/is_my_model_memorising.md)."
)

if RUN.diagnosed is None:

    rule diagnosis:
        input:
            refusal(NO_DIAGNOSIS),

else:

    rule diagnosis_report:
        input:
            request=request(RESULTS, RUN.diagnosis[0]),
        output:
            numbers=RUN.diagnosis[0],
            numbers_made=str(sidecar(RUN.diagnosis[0])),
            curves=RUN.diagnosis[1],
            curves_made=str(sidecar(RUN.diagnosis[1])),
            report=RUN.diagnosis[2],
            report_made=str(sidecar(RUN.diagnosis[2])),
            figures=directory(f"{FIGURES}/diagnosis"),
        log:
            f"{LOGS}/diagnosis/diagnosis_report.log",
        benchmark:
            f"{BENCHMARKS}/diagnosis/diagnosis_report.tsv"
        conda:
            ENVIRONMENT
        threads: 1
        resources:
            mem_mb=8000,
            runtime=600,
            gpu=0,
        params:
            settings=RUN.diagnosed.settings,
            code=RUN.diagnosed.code,
        message:
            "Diagnosing {params.settings[section][training]}"
        script:
            "../scripts/diagnosis.py"

    rule diagnosis:
        input:
            rules.diagnosis_report.output,
