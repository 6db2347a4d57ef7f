"""Third-party layers: locked like the project itself, built without Docker, small."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cdk.function_catalogue import FUNCTIONS, Layer
from cdk.layer_builder import CachedUvLayers, LayerBuildError, layer_hash, lock_file
from cdk.package_layer import package_folder
from cdk.settings import Architecture, Settings, SettingsError, host_architecture
from tests.infrastructure.imported_packages import needs_time_zones

PROJECT = Path(__file__).parents[2]
OUR_OWN = (Layer.AFTERCALL, Layer.CUES)
THIRD_PARTY = [layer for layer in Layer if layer not in OUR_OWN]
# What Lambda's Python 3.13 brings along: boto3 with what it needs.
RUNTIME_PACKAGES = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six.py", "urllib3")
LAMBDA_LIMIT_BYTES = 250 * 1024 * 1024


def pins(lock: Path) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", lock.read_text(), flags=re.MULTILINE)
    )


@pytest.mark.parametrize("layer", THIRD_PARTY)
def test_a_layer_has_the_versions_the_project_is_tested_with(layer: Layer) -> None:
    project = pins(PROJECT / "requirements.lock")
    for name, version in pins(lock_file(layer)).items():
        assert project[name] == version, name


@pytest.mark.parametrize("layer", THIRD_PARTY)
def test_every_requirement_of_a_layer_is_hashed_and_names_no_index(layer: Layer) -> None:
    text = lock_file(layer).read_text()
    assert pins(lock_file(layer))
    assert text.count("--hash=sha256:") >= len(pins(lock_file(layer)))
    assert "://" not in text


def test_a_layers_hash_depends_on_its_lock_file_and_platform_only() -> None:
    assert layer_hash(Layer.JWT, Architecture.ARM64) == layer_hash(Layer.JWT, Architecture.ARM64)
    assert layer_hash(Layer.JWT, Architecture.ARM64) != layer_hash(Layer.JWT, Architecture.X86_64)
    assert layer_hash(Layer.JWT, Architecture.ARM64) != layer_hash(Layer.MONGO, Architecture.ARM64)


def test_a_layer_that_is_built_is_not_built_again(tmp_path: Path) -> None:
    folder = CachedUvLayers(tmp_path).build(Layer.JWT, host_architecture()).folder
    (folder / "mark").write_text("left by the first build")
    assert (CachedUvLayers(tmp_path).build(Layer.JWT, host_architecture()).folder / "mark").exists()
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_a_layer_that_cannot_be_built_says_why_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "jwt.txt"
    wrong.write_text(f"pyjwt==2.15.1 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr("cdk.layer_builder.lock_file", lambda _layer: wrong)
    with pytest.raises(LayerBuildError, match=r"(?s)layer jwt for .*Hash mismatch"):
        CachedUvLayers(tmp_path / "cache").build(Layer.JWT, host_architecture())
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_twilio_layer_holds_the_validator_and_not_the_client() -> None:
    packages = CachedUvLayers().build(Layer.TWILIO, host_architecture()).folder / "python"
    assert {path.name for path in (packages / "twilio").iterdir()} == {"__init__.py", "request_validator.py"}


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the Lambda runtime and no others."""
    folder = tmp_path_factory.mktemp("runtime")
    installed = next(Path(entry) for entry in sys.path if (Path(entry) / "boto3").is_dir())
    for name in RUNTIME_PACKAGES:
        (folder / name).symlink_to(installed / name)
    return folder


def search_path(verb_noun: str, runtime: Path) -> list[Path]:
    """Where the deployed function finds modules: its own folder, its layers, the runtime."""
    layers = [
        PROJECT / "layers" / layer.value
        if layer in OUR_OWN
        else CachedUvLayers().build(layer, host_architecture()).folder
        for layer in FUNCTIONS[verb_noun].layers
    ]
    return [PROJECT / "functions" / verb_noun, *(layer / "python" for layer in layers), runtime]


def run_deployed(program: str, verb_noun: str, runtime: Path) -> None:
    """Run a program with the modules of a deployed function, and no others."""
    paths = [str(path) for path in search_path(verb_noun, runtime)]
    finished = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", f"import sys; sys.path[:0] = {paths!r}; {program}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr


@pytest.mark.parametrize("verb_noun", sorted(FUNCTIONS))
def test_a_function_starts_with_nothing_but_its_layers_and_the_runtime(verb_noun: str, runtime: Path) -> None:
    run_deployed("import handler; handler.lambda_handler", verb_noun, runtime)


NEEDING_TIME_ZONES = [
    verb_noun
    for verb_noun in sorted(FUNCTIONS)
    if needs_time_zones(PROJECT / "functions" / verb_noun / "handler.py")
]


@pytest.mark.parametrize("verb_noun", NEEDING_TIME_ZONES)
def test_a_function_knows_time_zones_on_an_image_without_the_systems_files(
    verb_noun: str, runtime: Path
) -> None:
    program = "import zoneinfo; zoneinfo.reset_tzpath(to=()); zoneinfo.ZoneInfo('America/New_York')"
    run_deployed(program, verb_noun, runtime)


def test_the_functions_that_read_the_profile_or_local_times_are_those_that_need_time_zones() -> None:
    assert {"prepare_session", "extract_action_items", "summarize_call", "store_results"} <= set(
        NEEDING_TIME_ZONES
    )


def test_sentences_get_their_embeddings_with_nothing_but_the_layers(runtime: Path) -> None:
    program = (
        "from aftercall.embedding.minilm import load_embedder; "
        "embedder = load_embedder(); "
        "assert embedder is not None and len(embedder.embed('what does it cost')) == 384"
    )
    run_deployed(program, "prepare_session", runtime)


def test_turns_get_their_cues_with_nothing_but_the_layers(runtime: Path) -> None:
    program = (
        "from aftercall.embedding.cue_network import load_cue_reader; "
        "reader = load_cue_reader(); "
        "price = 'On the Business plan it is forty-nine dollars per user.'; "
        "assert reader is not None and reader.read(price, 'honestly it is far too expensive for us')"
    )
    run_deployed(program, "prepare_session", runtime)


def test_the_embeddings_are_compiled_ahead_since_a_lambda_cannot_keep_what_it_compiles() -> None:
    packages = CachedUvLayers().build(Layer.EMBEDDINGS, host_architecture()).folder / "python"
    compiled = list((packages / "onnxruntime").rglob("__pycache__/*.pyc"))
    assert compiled
    # Bit 0: made from a hash; bit 1, unset: the hash is not checked.
    assert {file.read_bytes()[4] for file in compiled} == {1}


def test_the_embeddings_and_what_loads_beside_them_fit_lambda(runtime: Path) -> None:
    folders = search_path("prepare_session", runtime)[:-1]
    size = sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())
    assert size < LAMBDA_LIMIT_BYTES * 0.55


@pytest.mark.parametrize(("target", "contents"), [("aws", True), ("local", False)])
def test_embeddings_are_there_on_aws_and_locally_only_when_asked_for(target: str, *, contents: bool) -> None:
    assert Settings.model_validate({"target": target}).with_embeddings is contents
    assert Settings.model_validate({"target": target, "embeddings": True}).with_embeddings
    assert not Settings.model_validate({"target": target, "embeddings": False}).with_embeddings


@pytest.mark.parametrize("verb_noun", ["store_results", "migrate_warehouse"])
def test_the_largest_functions_stay_far_below_lambdas_limit(verb_noun: str, runtime: Path) -> None:
    folders = search_path(verb_noun, runtime)[:-1]
    size = sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())
    assert size < LAMBDA_LIMIT_BYTES / 3


def test_a_companys_profile_travels_in_the_products_own_layer(tmp_path: Path) -> None:
    package = tmp_path / "package"
    (package / "python" / "aftercall" / "command_line").mkdir(parents=True)
    profile = tmp_path / "brightline.json"
    profile.write_text('{"name": "Brightline"}')
    folder = package_folder(package, profile, tmp_path / "cache")
    assert (folder / "profile" / "profile.json").read_text() == profile.read_text()
    assert not (folder / "python" / "aftercall" / "command_line").exists()


@pytest.mark.parametrize(("body", "problem"), [("{", "is not JSON"), ("[]", "expected a JSON object")])
def test_a_profile_that_is_none_stops_the_synthesis(tmp_path: Path, body: str, problem: str) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(body)
    with pytest.raises(SettingsError, match=problem):
        package_folder(tmp_path, profile, tmp_path / "cache")
