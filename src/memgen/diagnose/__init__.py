"""Whether a model memorises: the measures of the library on one's own data, samples and network.

`diagnose` is the function, `memgen diagnose` the command. `inputs` and `network_files` read what is
given, `cloud` holds points that may be too many for memory, `steps` what was finished
before; `data`, `samples` and `network` measure, `results` are what they find, `drawing` and
`report` show it.
"""

from memgen.diagnose.diagnosis import diagnose
from memgen.diagnose.results import Control, Diagnosis, Number, Part

__all__ = ["Control", "Diagnosis", "Number", "Part", "diagnose"]
