"""Promises about the whole house: sizes, imports, migrations, and what must never be committed."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "anzhu"
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
ROOMS_WITHOUT_DJANGO = ("rules", "words")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def body_length(function: Function) -> int:
    """Lines from the first statement after the docstring to the end."""
    first = function.body[1:2] or function.body
    has_docstring = ast.get_docstring(function) is not None
    start = first[0].lineno if has_docstring else function.body[0].lineno
    return (function.end_lineno or start) - start + 1


def test_every_file_is_short():
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {one: size for one, size in sizes.items() if size > LONGEST_FILE} == {}


def test_every_function_is_short():
    sizes = {
        f"{name(path)}: {function.name}": body_length(function)
        for path in modules()
        for function in functions(tree_of(path))
    }
    assert {one: size for one, size in sizes.items() if size > LONGEST_FUNCTION} == {}


def test_imports_stand_at_the_top():
    inside = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for function in functions(tree_of(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


@pytest.mark.parametrize("room", ROOMS_WITHOUT_DJANGO)
def test_the_law_asks_no_clock_and_touches_no_network(room):
    used = {
        alias.name.split(".")[0]
        for path in (SOURCE / room).rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert used & {"django", "time", "os", "socket", "urllib", "random", "requests"} == set()


@pytest.mark.django_db
def test_every_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_constraint_is_named_as_a_sentence():
    """The name is the error message of last resort (house, principle 7)."""
    names = [
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("anzhu.")
        for constraint in model._meta.constraints
    ]
    assert [one for one in names if one.count("_") < 2] == []


# --- what is committed -------------------------------------------------------------------------


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / one for one in listed.stdout.split("\0") if one and (ROOT / one).is_file()]


def test_locks_name_no_host_and_every_pin_has_its_hashes():
    """The registry is the machine's own choice; what comes from it is checked by its hash."""
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        pins = text.replace("\\\n", " ").splitlines()
        assert "://" not in text
        assert "index-url" not in text.replace("--no-emit-index-url", "")
        assert [one for one in pins if "==" in one and "--hash=sha256:" not in one] == []


def test_run_and_dev_locks_agree():
    run, dev = (_pins(ROOT / "requirements" / f"{name}.txt") for name in ("run", "dev"))
    assert {one: version for one, version in run.items() if dev.get(one) != version} == {}


def test_every_component_asked_for_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    run = _pins(ROOT / "requirements" / "run.txt")
    asked = {re.split(r"[\[<>=!~; ]", one)[0].lower() for one in project["dependencies"]}
    assert asked - run.keys() == set()


def _pins(lock: Path) -> dict[str, str]:
    found = re.findall(
        r"^([a-zA-Z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;]+)", lock.read_text(), re.MULTILINE
    )
    return {package.lower(): version for package, version in found}


def test_nothing_third_party_or_generated_is_committed():
    kept_out = ("build/", "node_modules/", "var/", ".venv/")
    binaries = {".ttf", ".woff", ".woff2", ".whl", ".so", ".pyc", ".jpg", ".jpeg", ".gz", ".zip"}
    paths = [path.relative_to(ROOT) for path in committed()]
    assert [str(one) for one in paths if str(one).startswith(kept_out)] == []
    assert [str(one) for one in paths if one.suffix.lower() in binaries] == []


def test_no_template_speaks_to_another_host():
    """Assets come from packages at set-up time; nothing is loaded from elsewhere."""
    loads = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE)
    found = [
        name(path)
        for path in SOURCE.rglob("*.html")
        if loads.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
