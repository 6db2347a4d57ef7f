"""The checker itself, on planted sources: what must be caught, and what must not."""

import pytest

from tests.unit.architecture.house_rules import (
    LONGEST_MODULE,
    imports_of,
    impurities,
    leftovers,
    overlong,
    upward_imports,
)


@pytest.mark.parametrize(
    ("module", "source", "rule"),
    [
        ("aftercall.session.models", "import aftercall.intake", "downward"),
        ("aftercall.session.models", "from aftercall.language import turns", "downward"),
        ("aftercall.settings.environment", "from aftercall.profile import Profile", "downward"),
        ("aftercall.language.turns", "from ..analysis import sentiment", "downward"),
        ("aftercall.language.turns", "from .. import analysis", "downward"),
        ("aftercall.intake.store", "from aftercall.warehouse.writer import write", "neighbour"),
        ("aftercall.reading.merging", "from aftercall.analysis.settling import settle", "neighbour"),
        ("aftercall.analysis.settling", "from aftercall.reading.port import Reader", "neighbour"),
        ("aftercall.intake.store", "def f():\n    from aftercall.analysis import x", "neighbour"),
        ("aftercall.intake.store", "if TYPE_CHECKING:\n    import aftercall.warehouse", "neighbour"),
        ("functions.score_lead.handler", "from functions.run_analysis import handler", "another function"),
        ("functions.score_lead.handler", "from local import emulator", "surrounds"),
        ("functions.score_lead.handler", "from aftercall.command_line import main", "not in the layer"),
        ("aftercall.analysis.quality", "import functions.analyze_quality.handler", "its functions"),
        ("aftercall.warehouse.writer", "import cdk.settings", "surrounds"),
        ("aftercall.warehouse.writer", "from tests.fakes import clock", "surrounds"),
    ],
)
def test_an_import_that_does_not_run_downward_is_named(module: str, source: str, rule: str) -> None:
    [problem] = upward_imports(source, module)
    assert rule in problem
    assert problem.startswith(f"{module}:")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("functions.score_lead.handler", "from aftercall.analysis.lead_score import analyze"),
        ("functions.score_lead.handler", "from functions.score_lead.shape import answer"),
        ("aftercall.analysis.quality", "from aftercall.language.turns import Turn\nimport aftercall.session"),
        ("aftercall.analysis.quality", "from aftercall.analysis.evidence import span"),
        ("aftercall.reports.envelope", "from aftercall.session.evidence import Evidence"),
        ("aftercall.command_line.main", "from local.launcher import up\nimport aftercall.warehouse"),
        ("local.launcher", "import aftercall.warehouse\nimport functions.run_analysis.handler"),
        ("cdk.analysis", "import aws_cdk"),
    ],
)
def test_an_import_that_runs_downward_passes(module: str, source: str) -> None:
    assert upward_imports(source, module) == []


@pytest.mark.parametrize(
    ("package", "source", "named"),
    [
        ("session", "import boto3", "vendor"),
        ("reports", "from pymongo import MongoClient", "vendor"),
        ("language", "from aws_lambda_powertools import Logger", "vendor"),
        ("analysis", "import urllib3", "vendor"),
        ("analysis", "import requests", "vendor"),
        ("analysis", "def f():\n    import psycopg", "vendor"),
        ("session", "import os", "I/O"),
        ("session", "from os import environ", "I/O"),
        ("language", "from pathlib import Path", "I/O"),
        ("language", "import urllib.request", "I/O"),
        ("language", "import socket", "I/O"),
        ("language", "words = open('words.txt')", "open"),
        ("analysis", "started = datetime.now(UTC)", "datetime.now"),
        ("analysis", "import uuid\nname = uuid.uuid4()", "uuid.uuid4"),
    ],
)
def test_a_pure_package_that_reaches_out_is_named(package: str, source: str, named: str) -> None:
    [problem] = impurities(source, f"aftercall.{package}.module")
    assert named in problem


def test_a_pure_package_may_use_pydantic_the_standard_library_and_lower_floors() -> None:
    source = (
        "import json, re\nfrom urllib.parse import urlsplit\nimport pydantic\nfrom aftercall.session import x"
    )
    assert impurities(source, "aftercall.analysis.quality") == []


def test_in_the_reading_only_the_module_that_asks_knows_a_vendor() -> None:
    source = "from botocore.exceptions import ClientError"
    assert impurities(source, "aftercall.reading.bedrock") == []
    [problem] = impurities(source, "aftercall.reading.verification")
    assert "vendor" in problem


def test_what_is_not_pure_may_reach_out() -> None:
    assert impurities("import os, boto3\nopen('x')", "aftercall.warehouse.writer") == []


def test_a_relative_import_in_a_package_starts_at_the_package_itself() -> None:
    [imported] = imports_of("from .models import Session", "aftercall.session", is_package=True)
    assert imported.name == "aftercall.session.models.Session"


@pytest.mark.parametrize(
    "line",
    [
        "# TO" + "DO: later",
        "raise NotImplemented" + "Error",
        "x = 1  # pragma: no" + " cover",
        "import y  # type: ig" + "nore",
        "import y  # no" + "qa",
        "data = '/wo" + "rk/data'",
        "home = '/ho" + "me/somebody'",
    ],
)
def test_a_leftover_is_named_with_its_line(line: str) -> None:
    [problem] = leftovers(f"first = 1\n{line}\n", "aftercall/module.py")
    assert problem.startswith("aftercall/module.py:2: ")


def test_a_suppression_with_its_code_and_ordinary_paths_pass() -> None:
    text = "x()  # noqa: S311 - chance\ny()  # type: ignore[misc]\nz = '/var/task'\nurl = 'a.b/work/x'\n"
    assert leftovers(text, "module.py") == []


def test_a_module_too_long_to_read_is_named() -> None:
    assert overlong("x = 1\n" * LONGEST_MODULE, "module.py") == []
    assert overlong("x = 1\n" * (LONGEST_MODULE + 1), "module.py") == ["module.py: 401 lines, at most 400"]
