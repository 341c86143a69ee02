"""Keep the whole configuration of a run beside its results."""

import json
from pathlib import Path

from memgen.job import job
from memgen.tables.files import atomic

with job(snakemake) as this, atomic(Path(snakemake.output[0])) as temporary:
    temporary.write_text(json.dumps(this.settings, indent=2, sort_keys=True) + "\n")
