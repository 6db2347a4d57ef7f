"""The synthesised templates, made once per session: jsii takes seconds to start."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.infrastructure.templates import Resource, Template

# Set before jsii starts, which the import of aws_cdk does.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")


@dataclass(frozen=True, slots=True)
class Assembly:
    """One synthesis: its folder and its templates by the stack's short name."""

    folder: Path
    templates: Mapping[str, Template]

    @property
    def report(self) -> Mapping[str, object]:
        """What cdk-nag and CloudFormation's own validation found."""
        document: Mapping[str, object] = json.loads((self.folder / "validation-report.json").read_text())
        return document

    def template_with(self, verb_noun: str) -> Template:
        """The template that holds a function."""
        name = f"aftercall-{verb_noun.replace('_', '-')}"
        return next(
            template
            for template in self.templates.values()
            if any(name == item["FunctionName"] for item in template.properties("AWS::Lambda::Function"))
        )

    def function(self, verb_noun: str) -> Resource:
        """Properties of a function, wherever it is deployed."""
        return self.template_with(verb_noun).function(verb_noun)

    def all_resources(self, kind: str) -> dict[str, Resource]:
        """Every resource of a type, of all stacks, by ``stack/logical id``."""
        return {
            f"{stack}/{name}": resource
            for stack, template in self.templates.items()
            for name, resource in template.resources(kind).items()
        }


def synthesise(target: str, folder: Path, **chosen: object) -> Assembly:
    from aws_cdk import App  # noqa: PLC0415 - starts jsii; unit tests next door must not pay for it

    from cdk.application import build_application  # noqa: PLC0415 - as above
    from cdk.settings import project_context, settings_from_context  # noqa: PLC0415 - as above
    from tests.infrastructure.empty_layers import EmptyLayers  # noqa: PLC0415 - as above

    own = {"target": target, "alarm_email": "operator@brightline.example", **chosen}
    context = {**project_context(), **own}
    app = App(context=context, outdir=str(folder))
    build_application(app, settings_from_context(context), EmptyLayers(folder.parent / f"layers-{target}"))
    app.synth()
    files = sorted(folder.glob("*.template.json"))
    return Assembly(
        folder,
        {
            file.name.removeprefix("Aftercall").split(".")[0].lower(): Template(json.loads(file.read_text()))
            for file in files
        },
    )


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    return synthesise("aws", tmp_path_factory.mktemp("aws") / "cdk.out")


@pytest.fixture(scope="session")
def local_assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    return synthesise("local", tmp_path_factory.mktemp("local") / "cdk.out")


@pytest.fixture(scope="session")
def storage(assembly: Assembly) -> Template:
    return assembly.templates["storage"]


@pytest.fixture(scope="session")
def intake(assembly: Assembly) -> Template:
    return assembly.templates["intake"]


@pytest.fixture(scope="session")
def analysis(assembly: Assembly) -> Template:
    return assembly.templates["analysis"]


@pytest.fixture(scope="session")
def warehouse(assembly: Assembly) -> Template:
    return assembly.templates["warehouse"]


@pytest.fixture(scope="session")
def operations(assembly: Assembly) -> Template:
    return assembly.templates["operations"]
