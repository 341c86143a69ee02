"""Checks of folders of pictures that settings name: that there are as many as are asked for."""

from collections.abc import Iterator
from typing import NamedTuple

from memgen.data.image_folders import picture_files
from memgen.settings.config import Config, SettingsError


class Asked(NamedTuple):
    """Pictures that a section asks of a folder.

    Attributes
    ----------
    key : str
        Of the folder.
    directory : str
        The folder.
    count : int
        How many pictures there must be.
    why : str
        The settings from which the number follows.
    """

    key: str
    directory: str
    count: int
    why: str


def check_folders(config: Config) -> None:
    """Check that folders hold the pictures that networks are to be trained on and probed at.

    Raises
    ------
    SettingsError
        If one holds fewer; the message names the key, the number and the remedy.
    """
    for asked in pictures_asked(config):
        try:
            found = len(picture_files(asked.directory)[0])
        except FileNotFoundError as error:
            raise SettingsError(f"{asked.key} = {asked.directory!r}: {error}") from None
        if found < asked.count:
            raise SettingsError(
                f"{asked.key} = {asked.directory!r} holds {found} pictures, and {asked.why} ask "
                f"for {asked.count}: take smaller numbers, or more pictures."
            )


def pictures_asked(config: Config) -> Iterator[Asked]:
    """Yield what the sections of a configuration ask of folders of pictures."""
    spurious, losing = config.spurious_states, config.losing_dimensions.image_dimension
    stack, spectra = spurious.image_stack, config.spectral_gaps.image_spectra
    if "folder" in spurious.image_sets:
        fresh = 4 * spurious.image_energy_gap.references
        yield Asked(
            "spurious_states.image_files.directory",
            str(spurious.image_files.directory),
            stack.K[-1] + fresh,
            f"image_stack.K = {stack.K} with {fresh} fresh ones",
        )
    if losing.network.image_set == "folder":
        held_out = losing.network.held_out
        yield Asked(
            "losing_dimensions.image_dimension.network.directory",
            str(losing.network.directory),
            losing.sizes[-1] + held_out,
            f"sizes = {losing.sizes} with network.held_out = {held_out}",
        )
    if spectra.network.image_set == "folder":
        held_out = spectra.network.held_out
        yield Asked(
            "spectral_gaps.image_spectra.network.directory",
            str(spectra.network.directory),
            held_out + 2,
            f"network.held_out = {held_out} with two to train on",
        )
