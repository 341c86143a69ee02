"""The published points of the circle, in their order."""

import numpy as np

from memgen.data.circle import published_angles
from memgen.job import job
from memgen.tables.files import write_table
from memgen.tables.rows import row, tidy

with job(snakemake) as this:
    angles = np.degrees(published_angles(max(this.settings["K"])))
    # beyond -180 to 180 degrees, as the published figures have them
    angles = (angles + 180) % 360 - 180
    rows = [
        row("angle", "published", float(angle), unit="degree", index=index)
        for index, angle in enumerate(angles, start=1)
    ]
    rows += [row("K", "published", float(K)) for K in this.settings["K"]]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
