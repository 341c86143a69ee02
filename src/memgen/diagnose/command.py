"""The command `memgen diagnose`."""

import argparse
import sys

from memgen.diagnose.diagnosis import diagnose
from memgen.diagnose.report import NUMBERS, PAGE, shown_number


def run(chosen: argparse.Namespace) -> None:
    """Diagnose, write the report, and print what it says."""
    try:
        found = diagnose(
            chosen.training,
            chosen.samples,
            chosen.second_samples,
            chosen.held_out,
            chosen.network,
            chosen.encoder,
            chosen.out,
            chosen.size,
            chosen.grey,
            chosen.probes,
            chosen.queries,
            chosen.seed,
            progress=True,
        )
    except (FileNotFoundError, ValueError, ImportError) as error:
        sys.exit(f"memgen diagnose: {error}")
    print(f"{found.verdict}. {found.explanation}")
    for part in found.parts:
        print(f"\n{part.title}")
        for number in part.numbers:
            value = shown_number(number.value, number.lower, number.upper)
            beside = ""
            if number.control is not None:
                told = number.control
                beside = f"   [{shown_number(told.value, told.lower, told.upper)}: {told.says}]"
            print(f"  {number.name:28} {value}{beside}")
            if number.note:
                print(f"  {'':28} {number.note}")
        for note in part.notes:
            print(f"  {note}")
    print(f"\nWritten: {chosen.out}/{PAGE}, {chosen.out}/{NUMBERS}.")
