"""Which packages a handler imports, directly or through the product's own modules, read from the sources."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

OWN_PACKAGE = "aftercall"
PACKAGE_FOLDER = Path(__file__).parents[2] / "layers" / "aftercall" / "python"


def imported_packages(handler: Path) -> set[str]:
    """Top-level names of all packages outside the standard library, imports inside functions included."""
    return {name for name in _imported_names(handler) if name not in sys.stdlib_module_names}


def needs_time_zones(handler: Path) -> bool:
    """Whether anything it imports reads IANA zones, whose files Python takes from the system or `tzdata`."""
    return "zoneinfo" in _imported_names(handler)


def _imported_names(handler: Path) -> set[str]:
    found: set[str] = set()
    seen: set[Path] = set()
    pending = [handler]
    while pending:
        source = pending.pop()
        if source in seen:
            continue
        seen.add(source)
        for module in _imported_modules(source):
            top = module.partition(".")[0]
            found.add(top)
            if top == OWN_PACKAGE:
                pending.extend(_files_of(module))
    return found


def _files_of(module: str) -> Iterator[Path]:
    """A module's file and those of the packages around it, all of which an import runs."""
    folder = PACKAGE_FOLDER
    for part in module.split("."):
        folder /= part
        yield from (file for file in (folder / "__init__.py", folder.with_suffix(".py")) if file.is_file())


def _imported_modules(source: Path) -> Iterator[str]:
    return _imports_of(ast.parse(source.read_text()))


def _imports_of(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield module
                yield from (f"{module}.{alias.name}" for alias in names)
            case _:
                yield from _imports_of(child)
