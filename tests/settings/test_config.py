import pytest
import yaml

from memgen.settings import Config, SettingsError, files, load, plain
from memgen.settings.config import known_only

SOURCE = "manifold_memorization"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sede": 1}, ["sede", "'seed'"]),
        ({SOURCE: {"alpa": 0.2}}, [f"{SOURCE}.alpa", "'alpha'"]),
        ({SOURCE: {"colapse": {}}}, ["'collapse'"]),
        ({SOURCE: {"alpha": -1}}, [f"{SOURCE}.alpha = -1", "> 0", "<= 2"]),
        ({SOURCE: {"collapse": {"N": [20, -3]}}}, ["collapse.N.1 = -3", ">= 1"]),
        ({SOURCE: {"recipe": {"activations": ["tan"]}}}, ["'tan'", "'tanh'"]),
        ({SOURCE: {"basins": {"N": [40, 400]}}}, ["basins.N = 400", "take N <= 84"]),
        ({SOURCE: {"basins": {"N": 40}}}, ["basins.N = 40", "a list", ">= 1"]),
        ({"run": "My run"}, ["'My run' cannot name a run"]),
        ({"seed": 1.5}, ["seed = 1.5"]),
    ],
)
def test_bad_settings_are_explained(values, words):
    with pytest.raises(SettingsError) as caught:
        load(values)
    for word in words:
        assert word in str(caught.value)


def test_every_problem_is_told_at_once():
    with pytest.raises(SettingsError) as caught:
        load({"seed": -1, SOURCE: {"alpha": 0, "zzz": 1}})
    assert len(str(caught.value).splitlines()) == 4


def test_generated_files_are_up_to_date(root):
    remedy = "run `memgen defaults` and commit the result"
    assert (root / "config/config.yaml").read_text() == files.defaults_yaml(), remedy
    assert (root / "config/schema.json").read_text() == files.schema_json(), remedy


def test_the_default_file_holds_the_defaults(root):
    assert load(yaml.safe_load((root / "config/config.yaml").read_text())) == Config()


@pytest.mark.parametrize("name", ["tiny", "paper"])
def test_overlays_are_valid_and_name_their_run(root, name):
    overlay = yaml.safe_load((root / f"config/{name}.yaml").read_text())
    assert load(overlay).run == name


def test_untracked_types_are_refused():
    with pytest.raises(TypeError, match=r"settings\.a\.b"):
        plain({"a": {"b": (1, 2)}})


def test_every_field_is_described():
    def fields(model, path=""):
        for name, field in model.model_fields.items():
            inner = field.annotation
            if isinstance(inner, type) and hasattr(inner, "model_fields"):
                assert inner.__doc__, path + name
                yield from fields(inner, f"{path}{name}.")
            else:
                yield path + name, field.description

    undescribed = [name for name, description in fields(Config) if not description]
    assert undescribed == []


@pytest.mark.parametrize(
    ("source", "values", "words"),
    [
        ("manifold_capacity", {"retrieval": {"P": [32, 99], "probes": 16}}, "three times"),
        ("manifold_capacity", {"limit": {"N": 80}}, "2e6"),
        ("manifold_capacity", {"limit": {"alpha_Ds": [0.1]}}, "alpha_D >="),
        ("manifold_capacity", {"storage": {"N": [16]}}, "two sizes"),
        ("manifold_capacity", {"half_loads": {"alpha_Ds": [0.3]}}, "no curve"),
        ("manifold_capacity", {"curves": {"alpha_Ds": [0.25]}}, "two or more"),
        ("manifold_capacity", {"curves": {"lam_range": [2.0, 1.0]}}, "below the second"),
        ("manifold_capacity", {"overlaps": {"lam": 0.7}}, "overlap_lams"),
        (
            "memorization_as_generalization",
            {"forward_backward": {"probes": 600, "parts": 4}},
            "disjoint",
        ),
        (
            "memorization_as_generalization",
            {"random_energy": {"gaussian": {"N": [8]}}},
            "1000 levels",
        ),
        (
            "memorization_as_generalization",
            {"random_energy": {"gaussian": {"drawn_N": 30}}},
            "drawn_N = 30",
        ),
        (
            "memorization_as_generalization",
            {"random_energy": {"diffusion": {"alpha_D": 0.02}}},
            "latent dimensions",
        ),
        (
            "memorization_as_generalization",
            {"jacobian_spectrum": {"variances": [0.1, 1.0, 0.01]}},
            "fall",
        ),
        ("training_dynamics", {"error_scaling": {"sigma_x": [1.0]}}, "and another"),
        ("training_dynamics", {"error_scaling": {"psi_n": [2.0, 4.0, 8.0]}}, "two of them 8"),
        ("training_dynamics", {"generalization_map": {"cuts": [5.0]}}, "values of psi_p"),
        ("training_dynamics", {"generalization_map": {"psi_n": [4.0, 2.0]}}, "psi_n .* increase"),
        ("training_dynamics", {"time_integrated": {"psi_n": [4.0, 32.0]}}, "below psi_p"),
        ("training_dynamics", {"mixture_spectrum": {"d": [300, 40]}}, "increase"),
        ("training_dynamics", {"mixture_spectrum": {"d": [40, 30000]}}, "features"),
        ("training_dynamics", {"mixture_spectrum": {"levels": [1.5, 2.0, 4.0]}}, "below, at"),
        ("training_dynamics", {"outlier_trajectories": {"tau": [9.0, 4.0]}}, "early first"),
        ("training_dynamics", {"separation": {"tau": [200, 50]}}, "tau .* must increase"),
        ("training_dynamics", {"separation": {"d": [50, 3000]}}, "separation.d = 3000 asks"),
        ("spectral_gaps", {"phases": {"stds": [0.1, 1.0]}}, "larger"),
        ("spectral_gaps", {"exact_spectra": {"aspect_ratios": [0.5, 0.5]}}, "less than 1"),
        ("spectral_gaps", {"trained_spectra": {"times": [1.0, 0.2, 0.01]}}, "hold 0.1"),
        ("spectral_gaps", {"trained_spectra": {"network": {"counts": [90, 10]}}}, "less than N"),
        (
            "spectral_gaps",
            {"image_spectra": {"network": {"image_set": "mnist"}}},
            "needs a directory",
        ),
        (
            "spectral_gaps",
            {
                "image_spectra": {
                    "network": {"image_set": "folder", "directory": "/no/such", "size": 8}
                }
            },
            "no such folder",
        ),
        ("spectral_gaps", {"gap_opening": {"variances": [0.1, 1.0]}}, "the larger"),
        ("spectral_gaps", {"gap_opening": {"aspect_ratios": [0.6, 0.6]}}, "less than 1"),
        ("spectral_gaps", {"bulk_edges": {"aspect_ratios": [0.001, 0.2]}}, "a column"),
        (
            "spectral_gaps",
            {"trained_spectra": {"times": [1e4, 1.0, 0.1]}},
            "nothing of other noise",
        ),
        (
            "spectral_gaps",
            {"image_spectra": {"network": {"multipliers": [1, 2, 2, 2, 2]}}},
            "halved",
        ),
        ("spectral_gaps", {"image_spectra": {"network": {"held_out": 2000}}}, "no image"),
        (
            "spectral_gaps",
            {"image_spectra": {"network": {"image_set": "mnist_5k"}}},
            "channels = 128: .* 784 numbers",
        ),
        ("losing_dimensions", {"image_dimension": {"sizes": [100, 1790]}}, "1773 at most"),
        ("losing_dimensions", {"visible": {"trained_P": [500, 250]}}, "rise"),
        ("losing_dimensions", {"visible": {"steps": [200, 100]}}, "must rise"),
        ("losing_dimensions", {"visible": {"sigma_shown": [0.001, 1.0]}}, "knows nothing"),
        ("losing_dimensions", {"image_dimension": {"steps": [200, 100]}}, "must rise"),
        ("losing_dimensions", {"image_dimension": {"times": [1e-6, 0.1]}}, "of other noise"),
        ("losing_dimensions", {"counts": [2, 3]}, "six"),
        ("spurious_states", {"image_sets": ["mnist"]}, "need a directory"),
        (
            "spurious_states",
            {"image_sets": ["folder"], "image_files": {"directory": "/no/such", "size": 8}},
            "no such folder",
        ),
        ("spurious_states", {"image_stack": {"K": [64, 16, 128]}}, "rise"),
        ("spurious_states", {"image_stack": {"width_K": [[64, 20], [8, 9]]}}, "rise"),
        ("spurious_states", {"image_stack": {"further_widths": [128, 256]}}, "a ladder each"),
        (
            "spurious_states",
            {"image_sets": ["digits"], "image_stack": {"K": [16, 32, 64, 128, 1790]}},
            "1789 at most",
        ),
        ("spurious_states", {"image_types": {"synthetic_sizes": [100, 9000]}}, "2000"),
        ("spurious_states", {"image_types": {"scales": [0.5, 2.0]}}, "must hold 1"),
        ("spurious_states", {"image_distance": {"name": "lpips"}}, "AlexNet"),
        ("spurious_states", {"image_basins": {"stride": 100}}, "end at step 3001"),
        ("spurious_states", {"image_basins": {"rate_steps": [9, 3]}}, "must rise"),
        ("spurious_states", {"image_basins": {"delta_scales": [2.0]}}, "must hold 1"),
        (
            "spurious_states",
            {"latent_spectra": {"checkpoint": "/no/such"}},
            r"model_index\.json",
        ),
    ],
)
def test_sizes_that_cannot_be_are_refused(source, values, words):
    with pytest.raises(SettingsError, match=words):
        load({source: values})


def test_sets_of_a_package_need_no_directory():
    network = {"network": {"image_set": "mnist_5k", "multipliers": [1, 2, 2], "channels": 784}}
    perceptron = {"sizes": [100, 4900], "network": {"image_set": "mnist_5k"}}
    settings = load(
        {
            "spectral_gaps": {"image_spectra": network},
            "losing_dimensions": {"image_dimension": perceptron},
            "spurious_states": {
                "image_sets": ["mnist_5k"],
                "image_stack": {"K": [32, 64, 128, 4900]},
            },
        }
    )
    assert settings.spurious_states.image_sets == ["mnist_5k"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("4e5", 400000),
        ("4E5", 400000),
        ("4.0e5", 400000),
        ("4.0e+5", 400000),
        ("+4e5", 400000),
        ("400_000", 400000),
        ("400000", 400000),
        ("'4e5'", 400000),
        ("40.0e4", 400000),
        ("4e2", 400),
    ],
)
def test_whole_numbers_as_people_write_them(written, number):
    text = f"spurious_states: {{image_stack: {{training: {{steps: {written}}}}}}}"
    found = load(yaml.safe_load(text)).spurious_states.image_stack.training.steps
    assert found == number
    assert type(found) is int


@pytest.mark.parametrize("written", ["2e-1", "0.2", ".2", "2.0e-1", "'0.2'", "20e-2", "+.2E0"])
def test_numbers_as_people_write_them(written):
    text = f"{SOURCE}: {{alpha: {written}, times: {{alphas: [{written}, 0.5]}}}}"
    found = load(yaml.safe_load(text)).manifold_memorization
    assert (found.alpha, found.times.alphas) == (0.2, [0.2, 0.5])


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "true", "False"])
def test_truth_values_are_no_numbers(word):
    text = f"seed: {word}\n{SOURCE}: {{alpha: {word}, collapse: {{N: [20, {word}]}}}}\n"
    with pytest.raises(SettingsError) as caught:
        load(yaml.safe_load(text))
    for key in ("seed", f"{SOURCE}.alpha", f"{SOURCE}.collapse.N.1"):
        assert f"{key} = {yaml.safe_load(word)}: a number is asked for" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 4


def test_words_of_the_command_line_are_values():
    """Snakemake reads all that stands within a `--config` value as words."""
    words = {"latent_spectra": {"checkpoint": "null"}, "image_stack": {"training": {"steps": "9"}}}
    config = load({"spurious_states": words}).spurious_states
    assert config.latent_spectra.checkpoint is None
    assert config.image_stack.training.steps == 9


# What people write that cannot be: (what, how it is answered).
WRONG = [
    ("sede: 1", "sede: there is no such key. Did you mean 'seed'?"),
    ("manifold_memorisation: {}", "Did you mean 'manifold_memorization'?"),
    ("xyzzy: 1", "xyzzy: there is no such key. Valid keys: diagnosis, losing_dimensions, "),
    ("seed: -1", "seed = -1: input should be greater than or equal to 0. Allowed: >= 0."),
    ("seed: 1.5", "seed = 1.5: input should be a valid integer, got a number with a fractional"),
    ("seed: one", "seed = 'one': input should be a valid integer"),
    ("seed: .nan", "seed = nan: input should be a finite number"),
    ("seed: 1e999", "seed = '1e999': input should be a finite number"),
    ("seed:", "seed = None: input should be a valid integer"),
    ("seed: [1]", r"seed = \[1\]: input should be a valid integer"),
    ("run: Mine", "'Mine' cannot name a run: use small letters, digits, - and _"),
    ("run: my run", "'my run' cannot name a run: .* such as 'my-run'"),
    ("run: ../up", "'../up' cannot name a run: .* such as 'up'"),
    ("run: gallery", "'gallery' is kept for the committed figures"),
    ("run: 2024", "run = 2024: a word is asked for: write it in quotes"),
    ("run: yes", "run = True: a word is asked for"),
    ("run: ''", "'' cannot name a run"),
    ("manifold_memorization:", "manifold_memorization: this section is empty"),
    ("manifold_memorization: {points:}", "manifold_memorization.points: this section is empty"),
    ("manifold_memorization: 3", "manifold_memorization = 3: this is a section. Give it keys: al"),
    ("manifold_memorization: [alpha]", r"= \['alpha'\]: this is a section"),
    ("manifold_memorization: {recipe: tanh}", "recipe = 'tanh': this is a section. Give it keys"),
    ("manifold_memorization: {alpha: 3}", "alpha = 3: .* Allowed: > 0 and <= 2"),
    ("manifold_memorization: {alpha: 0}", "alpha = 0: input should be greater than 0"),
    ("manifold_memorization: {alpha: .inf}", "alpha = inf: input should be a finite number"),
    ("manifold_memorization: {alpha: 0,3}", r"alpha = 0: input .*\n.*\.3 = None: keys should be"),
    ("manifold_memorization: {alpha: '0,3'}", "alpha = '0,3': input should be a valid number"),
    ("manifold_memorization: {alpha: 20%}", "alpha = '20%': input should be a valid number"),
    ("manifold_memorization: {alpha: 1/5}", "alpha = '1/5': input should be a valid number"),
    ("manifold_memorization: {alpha: [0.2]}", r"alpha = \[0.2\]: input should be a valid number"),
    ("manifold_memorization: {times: {alphas: 0.2}}", "alphas = 0.2: .* Allowed: a list and > 0"),
    ("manifold_memorization: {times: {alphas: []}}", "alphas is empty: name one value or more"),
    ("manifold_memorization: {times: {alphas: [0.2, 0.2]}}", "names a value twice"),
    ("manifold_memorization: {times: {alpha_range: [0.8, 0.1]}}", "the first must be below"),
    ("manifold_memorization: {times: {alpha_range: [0.1]}}", r"alpha_range\.1"),
    ("manifold_memorization: {times: {alpha_range: [0.1, 0.2, 0.3]}}", "alpha_range = .*2 items"),
    ("manifold_memorization: {recipe: {activations: [tahn]}}", "'tahn': .*'tanh'"),
    ("manifold_memorization: {recipe: {activations: tanh}}", "activations = 'tanh': .*a list"),
    ("manifold_memorization: {fixed_size: {P: 1e9}}", "P = '1e9': .*<= 20000000"),
    ("manifold_memorization: {fixed_size: {draws: 1}}", "draws = 1: .*>= 2"),
    ("manifold_memorization: {cross_entropy: {N: 4000000}}", r"exp\(8e\+05\)"),
]
TRAINING = [
    ("optimizer: adamw", "optimizer = 'adamw': .* 'adam', 'radam' or 'sgd'"),
    ("device: mps", "device = 'mps': .*Allowed: 'auto', 'cpu', 'cuda'"),
    ("warmup: 10, steps: 5", "warmup = 10 must be within steps = 5, or null"),
    ("batch: 0", "batch = 0: .*Allowed: >= 1"),
    ("learning_rate: .nan", "learning_rate = nan: input should be a finite number"),
    ("decay: 1", "decay = 1: .*Allowed: >= 0 and < 1"),
    ("cosine: maybe", "cosine = 'maybe': input should be a valid boolean"),
    ("momentum: 0.9", "momentum: there is no such key. Valid keys: batch, clip, cosine"),
]
POINTS = [
    ("most: 5", "most = 5: .*Allowed: >= 12"),
    ("P: [2, 4]", r"points\.P\.0 = 2: input should be greater than or equal to 4"),
    ("P: 48", r"points\.P = 48: input should be a valid list"),
    ("P: [48, .inf]", r"points\.P\.1 = inf: input should be a finite number"),
    ("image_sets: [mnst]", r"image_sets\.0 = 'mnst': .*'mnist'"),
    ("image_sets: []", "image_sets is empty: name one value or more"),
    ("image_sets: [digits, digits]", "names a value twice: leave it once"),
    ("image_sets: [mnist]", "mnist needs a directory, where its files are"),
    ("file: 3", "file = 3: a word is asked for: write it in quotes"),
    ("directory: yes", "directory = True: a word is asked for"),
    ("t_range: [50, 0.02]", r"t_range = \[50.0, 0.02\]: the first must be below the second"),
    ("t_range: [0, 50]", r"t_range\.0 = 0: input should be greater than 0"),
]
for section, wrong in (
    ("spurious_states: {image_stack: {training: {%s}}}", TRAINING),
    ("manifold_memorization: {points: {%s}}", POINTS),
):
    WRONG += [(section % text, answer) for text, answer in wrong]


@pytest.mark.parametrize(("text", "answer"), WRONG, ids=[text for text, _ in WRONG])
def test_what_people_write_that_cannot_be_is_answered(text, answer):
    with pytest.raises(SettingsError, match=answer):
        load(yaml.safe_load(text))


def test_recorded_settings_of_another_time_are_read_as_far_as_they_fit():
    networks = {"landscape": {"N": 16, "draws": 7, "gone": 1}, "moment_matching": {"N": [50, 100]}}
    recorded = {"seed": 3, "memorization_as_generalization": {"recurrent_networks": networks}}
    kept = load(known_only(recorded)).memorization_as_generalization.recurrent_networks
    default = Config().memorization_as_generalization.recurrent_networks
    assert kept.landscape.draws == 7
    assert kept.landscape.N == default.landscape.N
    assert kept.moment_matching.N == default.moment_matching.N
