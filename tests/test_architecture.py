"""The direction of imports is the direction of the data, hooks are thin, and only the edge knows MkDocs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOOKS = ROOT / "hooks"
PACKAGE = HOOKS / "houserules"
# Each may import those before it, and itself.
ORDER = ("problems", "strict_yaml", "profile", "clauses", "pages", "outputs", "documents", "kept", "core", "register", "engine", "fleet", "commands", "__main__")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "core" not in path.relative_to(PACKAGE).parts[:1])


def imports(path: Path) -> set[str]:
    """Give the dotted names of all modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports fail in hooks"
            found.add(node.module or "")
    return found


def part(name: str) -> str:
    """Give the part of the house in which a module lies."""
    return name.split(".")[1] if "." in name else ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_follow_the_data(path):
    """No module imports one that comes after it."""
    here = path.relative_to(PACKAGE).with_suffix("").parts[0]
    if here in ("__init__", "rules"):
        return
    known = ORDER[: ORDER.index(here) + 1]
    wrong = {name for name in imports(path) if name.startswith("houserules.") and part(name) not in known}

    assert set() == wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_engine_knows_mkdocs(path):
    """MkDocs is imported by the hooks and by engine.py, nowhere else."""
    assert path == PACKAGE / "engine.py" or not [name for name in imports(path) if name.split(".")[0] in ("mkdocs", "properdocs", "material")]


def test_rules_are_seen_by_nobody():
    """Only `check` and the tests may look at rules."""
    seen = [path.name for path in MODULES if "rules" not in path.parts and any(name.startswith("houserules.rules") for name in imports(path))]

    assert [] == [name for name in seen if name != "check.py"]


@pytest.mark.parametrize("path", sorted(HOOKS.glob("*.py")), ids=lambda path: path.name)
def test_hooks_are_thin(path):
    """A hook file is a comment, imports and events; each event hands over in a line or two."""
    tree = ast.parse(path.read_text("utf-8"))

    assert path.read_text("utf-8").startswith("#")
    assert len(path.read_text("utf-8").splitlines()) <= 40
    for node in tree.body:
        assert isinstance(node, (ast.ImportFrom, ast.FunctionDef)), ast.dump(node)
        if isinstance(node, ast.FunctionDef):
            assert node.name.startswith("on_")
            assert len(node.body) <= 3


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_are_short(path):
    """No module is longer than 300 lines, and each says what it is for."""
    text = path.read_text("utf-8")

    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))


def test_readme_and_ci_run_the_same_command():
    """CI calls the test command that the README prints."""
    readme, ci = (ROOT / "README.md").read_text("utf-8"), (ROOT / ".ci" / "run").read_text("utf-8")
    command = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest"

    assert f"```sh\n{command}\n```" in readme
    assert f"\n{command}\n" in ci
