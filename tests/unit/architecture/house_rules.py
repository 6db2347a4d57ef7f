"""The rules of the house as functions on source text: each returns what is wrong, in words, with the line."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

CAPABILITIES = frozenset(
    {"intake", "analysis", "reading", "warehouse", "delivery", "operations", "learning", "outbound", "agents"}
)
# Imports run from a higher floor to a lower one, or stay within the nouns and within the ground floor.
FLOORS = {
    **dict.fromkeys(("settings", "telemetry"), 0),
    **dict.fromkeys(("session", "reports", "profile", "telephony", "ledger"), 1),
    **dict.fromkeys(("language", "embedding"), 2),
    **dict.fromkeys(CAPABILITIES, 3),
    "steps": 4,
    "command_line": 4,
}
OUTSIDE_THE_PRODUCT = frozenset({"local", "cdk", "tests", "benchmarks"})

PURE_PACKAGES = frozenset(
    {"session", "reports", "telephony", "ledger", "language", "analysis", "reading", "operations"}
)
# What judges a language model's answer is pure; only the module that asks for it is not.
REACHING_MODULES = frozenset({"aftercall.reading.bedrock"})
PURE_THIRD_PARTY = frozenset({"annotated_types", "pydantic", "pydantic_core", "typing_extensions"})
MODULES_THAT_DO_IO = frozenset(
    {
        "asyncio",
        "ctypes",
        "fcntl",
        "fileinput",
        "ftplib",
        "glob",
        "http",
        "imaplib",
        "mmap",
        "multiprocessing",
    }
    | {
        "os",
        "pathlib",
        "poplib",
        "select",
        "selectors",
        "shelve",
        "shutil",
        "smtplib",
        "socket",
        "socketserver",
    }
    | {"sqlite3", "ssl", "subprocess", "tempfile", "urllib", "webbrowser"}
)
PURE_PARTS_OF_THEM = frozenset({"urllib.parse", "http.HTTPStatus"})
CALLS_THAT_REACH_OUT = frozenset(
    {"open", "input", "print", "breakpoint", "uuid.uuid1", "uuid.uuid4", "uuid4", "secrets.token_hex"}
    | {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
    | {"time.time", "time.time_ns", "time.monotonic", "time.perf_counter"}
    | {"random.random", "random.choice", "random.randint", "random.shuffle"}
)

LONGEST_MODULE = 400
# A letter in brackets keeps this file from holding what it forbids.
LEFTOVERS = {
    "a marker of unfinished work": re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b|NotImplemented[E]rror"),
    "code hidden from coverage": re.compile(r"pragma:\s*no[ ]cover"),
    "a suppression without its code": re.compile(r"#\s*type:\s*ignor[e](?!\[)|#\s*noq[a](?!:\s*[A-Z]+\d)"),
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:work|root|home|Users)/[\w.]"),
}


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name, absolute, and its line."""

    name: str
    line: int

    @property
    def parts(self) -> list[str]:
        """The dotted name, split."""
        return self.name.split(".")


def imports_of(source: str, module: str, *, is_package: bool = False) -> Iterator[Import]:
    """Every import, also inside functions and under TYPE_CHECKING; relative ones made absolute."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*parents, *([node.module] if node.module else [])])
            yield from (Import(f"{origin}.{alias.name}", node.lineno) for alias in node.names)


def package_of(parts: list[str]) -> str | None:
    """The capability or noun that a module belongs to; None for the root and for what is not the product."""
    return parts[1] if len(parts) > 1 and parts[0] == "aftercall" and parts[1] in FLOORS else None


def upward_imports(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Imports that climb, reach a neighbouring capability, another function, or what is not shipped."""
    wrong = []
    for imported in imports_of(source, module, is_package=is_package):
        reason = why_not_downward(module.split("."), imported.parts)
        if reason:
            wrong.append(f"{module}:{imported.line} imports {imported.name}: {reason}")
    return wrong


def why_not_downward(importer: list[str], imported: list[str]) -> str | None:
    """The first rule that an import breaks, if it breaks one."""
    own, other = package_of(importer), package_of(imported)
    is_function = importer[0] == "functions"
    is_shipped = is_function or (importer[0] == "aftercall" and own != "command_line")
    to_function = imported[0] == "functions"
    apart = own is not None and other is not None and own != other
    rules = {
        "what is shipped knows nothing of what surrounds it": is_shipped
        and imported[0] in OUTSIDE_THE_PRODUCT,
        "a function does not import another function": is_function
        and to_function
        and importer[1:2] != imported[1:2],
        "the package does not know its functions": importer[0] == "aftercall" and to_function,
        "the command line is not in the layer": is_function and other == "command_line",
        "a capability does not import its neighbour": apart and {own, other} <= CAPABILITIES,
        "imports run downward only": apart and FLOORS[str(other)] > FLOORS[str(own)],
    }
    return next((rule for rule, broken in rules.items() if broken), None)


def impurities(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """In a pure package: vendors' packages, modules that do I/O, and calls to files, clocks and chance."""
    if package_of(module.split(".")) not in PURE_PACKAGES or module in REACHING_MODULES:
        return []
    wrong = []
    for imported in imports_of(source, module, is_package=is_package):
        top = imported.parts[0]
        if imported.name in PURE_PARTS_OF_THEM or ".".join(imported.parts[:2]) in PURE_PARTS_OF_THEM:
            continue
        if top in MODULES_THAT_DO_IO:
            reason = "a pure package does no I/O (its own data: pkgutil)"
            wrong.append(f"{module}:{imported.line} imports {imported.name}: {reason}")
        elif top not in sys.stdlib_module_names | PURE_THIRD_PARTY | {"aftercall"}:
            wrong.append(f"{module}:{imported.line} imports {imported.name}: a pure package knows no vendor")
    return wrong + [
        f"{module}:{node.lineno} calls {ast.unparse(node.func)}: pass its result in"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS_THAT_REACH_OUT
    ]


def leftovers(text: str, path: str) -> list[str]:
    """Markers of unfinished work, bare suppressions and paths of a machine."""
    return [
        f"{path}:{number}: {meaning}: {found.group(0)!r}"
        for number, line in enumerate(text.splitlines(), start=1)
        for meaning, pattern in LEFTOVERS.items()
        if (found := pattern.search(line))
    ]


def overlong(source: str, path: str) -> list[str]:
    """A module that cannot be read in one sitting."""
    lines = len(source.splitlines())
    return [f"{path}: {lines} lines, at most {LONGEST_MODULE}"] if lines > LONGEST_MODULE else []
