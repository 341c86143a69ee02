"""A run of the workflow: which files it makes, where, and what each of them is made from."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from memgen.claims.measure import claims_modules, require_measures
from memgen.code_hash import CodeHashes
from memgen.declared import declarations
from memgen.declared.declaration import Declaration
from memgen.declared.ledger import Ledger, Origin
from memgen.registry import Source, figures_of_run, read_registry, skipped_figures, table_file
from memgen.settings import Config, plain
from memgen.settings.named_files import digests
from memgen.tables.files import sidecar


@dataclass(frozen=True)
class Run:
    """A run, as its configuration and the registry of figures define it.

    All paths are relative to the working directory, but for those of the project's own files.

    Attributes
    ----------
    project : Path
        The root of the checkout.
    config : Config
        The run's configuration.

    Raises
    ------
    ValueError
        If the registry is malformed or claims something that no function measures.

    """

    project: Path
    config: Config

    @cached_property
    def all_figures(self) -> dict[str, Source]:
        """The whole registry, checked."""
        registry = read_registry(self.project / "workflow/figures")
        require_measures(registry)
        return registry

    @cached_property
    def registry(self) -> dict[str, Source]:
        """The registry without the figures that the configuration leaves out."""
        return figures_of_run(self.all_figures, self.config)

    @cached_property
    def skipped(self) -> dict[str, str]:
        """For each figure that is left out why, and how to have it."""
        return skipped_figures(self.all_figures, self.config)

    def source_of(self, figure: str) -> str:
        """Return the source of a figure, also of one that is left out."""
        return next(name for name, entry in self.all_figures.items() if figure in entry.figures)

    @cached_property
    def declared(self) -> list[Declaration]:
        """The declarations of all tables and networks."""
        return declarations(self.config)

    @property
    def name(self) -> str:
        """The run's name."""
        return self.config.run

    @property
    def results(self) -> str:
        """The folder of tables, arrays, networks and claims."""
        return f"results/{self.name}"

    @property
    def figures(self) -> str:
        """The folder of figures."""
        return f"figures/{self.name}"

    @cached_property
    def _hashes(self) -> CodeHashes:
        """One look at the code for all jobs of a run."""
        return CodeHashes()

    def code(self, script: str, *modules: str) -> str:
        """Return the hash of a script below workflow/scripts and of all of memgen that it runs."""
        path = self.project / "workflow/scripts" / script
        value = self._hashes(path, modules)
        self._hashed[value] = (path, modules)
        return value

    @cached_property
    def _hashed(self) -> dict[str, tuple[Path, tuple[str, ...]]]:
        """What was hashed, by its hash."""
        return {}

    def code_digests(self, code: str) -> dict[Path, str]:
        """Return the files behind a hash that `code` returned, each with a digest of its syntax."""
        return {path: self._hashes.digest(path) for path in self._hashes.files(*self._hashed[code])}

    def table(self, source: str, name: str) -> str:
        """Return where a table of a source (by the ending .npz: an array file) lies."""
        return f"{self.results}/{'/'.join(table_file(source, name))}"

    def tables(self, source: str, figure: str) -> list[str]:
        """Return the files that a figure is drawn from."""
        return [self.table(source, name) for name in self.registry[source].figures[figure].tables]

    def png(self, source: str, figure: str) -> str:
        """Return where a figure lies."""
        return f"{self.figures}/{source}/{figure}.png"

    def claims(self, source: str, figure: str) -> str:
        """Return where the claims of a figure lie."""
        return f"{self.results}/{source}/claims/{figure}.csv"

    def outputs(self, source: str, *figures: str) -> list[str]:
        """Return all that belongs to figures of a source, or to all of them.

        Since only what is asked for is checked, tables and sidecars are among it.
        """
        made: list[str] = []
        for figure in figures or self.registry[source].figures:
            png = self.png(source, figure)
            made += [png.removesuffix(".png") + ".pdf"]
            for file in (png, self.claims(source, figure), *self.tables(source, figure)):
                made += [file, str(sidecar(file))]
        return made

    def figure(self, source: str, figure: str) -> Origin:
        """Return the origin of a figure and its claims; the report prints its caption beside it."""
        about = self.registry[source].figures[figure]
        settings = {
            "caption": about.full_caption(getattr(self.config, source), self.name),
            "claims": about.claims_in(self.name),
            "run": self.name,
            "seed": self.config.seed,
        }
        modules = [f"memgen.plots.{source}.{figure}", *claims_modules(source, figure, about.claims)]
        code = self.code("figures/figure.py", *modules)
        files = [self.png(source, figure), self.claims(source, figure)]
        return Origin(files, plain(settings), code, self.tables(source, figure))

    @property
    def diagnosis(self) -> list[str]:
        """The files of a diagnosis of a user's model; made on request alone."""
        names = ("numbers.csv", "curves.csv", "report.html")
        return [f"{self.results}/diagnosis/{name}" for name in names]

    @cached_property
    def diagnosed(self) -> Origin | None:
        """The origin of that diagnosis; None where nothing is given."""
        section = self.config.diagnosis
        if section.training is None:
            return None
        values = {"section": section.model_dump(mode="json"), "files": digests(section)}
        settings = plain(values | {"seed": self.config.seed})
        return Origin(self.diagnosis, settings, self.code("diagnosis.py"), [])

    def _require_tables(self, ledger: Ledger, source: str, figure: str) -> None:
        """Check that every table of a figure is declared."""
        for path in self.tables(source, figure):
            if path not in ledger.origins:
                near = get_close_matches(path, ledger.origins, n=1)
                hint = f" Did you mean {near[0].removeprefix(f'{self.results}/')}?" if near else ""
                raise ValueError(
                    f"workflow/figures/{source}.yaml: {figure} reads "
                    f"{path.removeprefix(f'{self.results}/')}, which no declaration in "
                    f"src/memgen/declared makes.{hint}"
                )

    @cached_property
    def ledger(self) -> Ledger:
        """What every table, figure and table of claims ought to be made from."""
        ledger = Ledger(self.config, self.declared, self.code)
        for source, entry in self.registry.items():
            for figure in entry.figures:
                self._require_tables(ledger, source, figure)
                ledger.add(self.figure(source, figure))
        claims = [
            self.claims(source, figure)
            for source, entry in self.registry.items()
            for figure in entry.figures
        ]
        collect, record = (
            self.code("figures/all_claims.py"),
            self.code("figures/record_settings.py"),
        )
        ledger.add(Origin([f"{self.results}/claims.csv"], {}, collect, claims))
        if self.diagnosed is not None:
            ledger.add(self.diagnosed)
        settings = plain(self.config.model_dump(mode="json"))
        ledger.add(Origin([f"{self.results}/settings.yaml"], settings, record, []))
        return ledger
