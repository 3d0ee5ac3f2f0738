# Only parses and dispatches: each command is a function of its own module that returns the exit status.
# A user's mistake leaves by status 1; a fault of ours by status 3, with a traceback only if it is asked for.
"""The command `houserules`."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import click

from houserules import __version__
from houserules.problems import Problems, shown

FAULT = 3
_PATH = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="houserules")
def main() -> None:
    """Publish a school's rules for social media as a site of its own.

    Begin with 'houserules new schools/my-school', then 'houserules check schools/my-school',
    then 'houserules build schools/my-school --out public'.
    """


@main.command()
@click.argument("folder", type=_PATH)
@click.option("--defaults", is_flag=True, help="Take every default, leave required facts empty, ask nothing.")
def new(folder: Path, defaults: bool) -> int:
    """Ask a school's questions and write FOLDER/school.yml."""
    from houserules.commands.new import new as run_new
    from houserules.core import Core, find_core

    return run_new(folder, defaults, Core(find_core()))


@main.command()
@click.argument("paths", nargs=-1, required=True, type=_PATH)
def check(paths: tuple[Path, ...]) -> int:
    """Say everything that is wrong with schools' profiles and words.

    A PATH is a school's folder, or a folder of such folders.
    """
    from houserules.commands.check import check as run_check
    from houserules.core import Core, find_core

    return run_check(paths, Core(find_core()), click.echo)


@main.command()
@click.argument("path", type=_PATH)
@click.option("--out", required=True, type=_PATH, help="The folder in which the sites are published, one folder a school.")
@click.option("--strict", is_flag=True, help="Build nothing unless every school is free of problems.")
@click.option("--no-documents", is_flag=True, help="Make no Word files and PDFs.")
def build(path: Path, out: Path, strict: bool, no_documents: bool) -> int:
    """Build the site of a school, or of every school in a folder, and put it in its place.

    A site that can't be built leaves the last good one standing.
    """
    from houserules.commands.build import build as run_build
    from houserules.core import Core, find_core

    return run_build(path, out, Core(find_core()), strict=strict, documents=not no_documents)


@main.command()
@click.argument("school", type=_PATH)
@click.argument("policy")
def explain(school: Path, policy: str) -> int:
    """Say of each clause of a POLICY whether it is in or out for a SCHOOL, and because of what."""
    from houserules.commands.explain import explain as run_explain
    from houserules.core import Core, find_core

    return run_explain(school, policy, Core(find_core()), click.echo)


@main.command()
@click.argument("school", type=_PATH)
@click.argument("agreement")
@click.option("--class", "children", required=True, type=_PATH, help="A CSV file with the columns name and class.")
@click.option("--out", required=True, type=_PATH, help="The PDF to write; not inside a site.")
def slips(school: Path, agreement: str, children: Path, out: Path) -> int:
    """Print a slip of an AGREEMENT for each child of a class, by name, with a sheet to tick them off.

    The names are kept nowhere but in the PDF.
    """
    from houserules.commands.slips import slips as run_slips
    from houserules.core import Core, find_core

    return run_slips(school, agreement, children, out, Core(find_core()))


@main.command()
@click.option("--out", type=_PATH, help="Write it to this file instead of printing it.")
@click.option("--check", "only_check", is_flag=True, help="Say whether the file given with --out is up to date.")
def schema(out: Path | None, only_check: bool) -> int:
    """Print the JSON Schema of school.yml, with which editors complete and check it."""
    from houserules.commands.schema import schema as run_schema

    return run_schema(out, only_check)


def run(arguments: list[str] | None = None) -> None:
    """Run the command with the arguments of the process (or these), and exit with its status."""
    sys.exit(_status(lambda: main.main(arguments, prog_name="houserules", standalone_mode=False)))


def _status(command: Callable[[], int | None]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a console that can't show a letter shows its code
    try:
        return command() or 0
    except Problems as found:
        for problem in found.problems:
            click.echo(str(problem), err=True)
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Every published site is whole, old or new.", err=True)
    except OSError as error:
        where = f"{shown(Path(error.filename))}: " if error.filename else ""
        click.echo(f"{where}{error.strerror or error}. The work could not be finished; published sites are as they were.", err=True)
    except Exception:
        click.echo("This is a fault in Houserules, not in your files. Published sites are as they were.", err=True)
        if os.environ.get("HOUSERULES_TRACEBACK"):
            traceback.print_exc()
        else:
            click.echo("Set HOUSERULES_TRACEBACK=1, run the command again and report what it prints.", err=True)
        return FAULT
    return 1


if __name__ == "__main__":
    run()
