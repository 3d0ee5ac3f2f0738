# Only parses and dispatches: each command is a function of its own module that returns the exit status.
# A user's mistake leaves by status 1, a command that was typed wrongly by 2 as everywhere; a fault of ours by status 3, with a
# traceback only if it is asked for.
"""The command `houserules`."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from houserules import __version__
from houserules.fleet.limits import SELDOM
from houserules.problems import Problems, shown

if TYPE_CHECKING:
    from houserules.outputs.shard import Shard

FAULT = 3
_PATH = click.Path(path_type=Path)
# As in profile/fields.py, which takes too long to load for a command that may need nothing of it (a test compares them).
_NATIONS = ("england", "wales", "scotland", "northern-ireland")
_PHASES = ("nursery", "primary", "middle", "secondary", "all-through", "special", "alternative-provision", "sixth-form")


def _read_shard(context: click.Context, option: click.Parameter, typed: str) -> Shard:
    from houserules.outputs.shard import read_shard

    try:
        return read_shard(typed)
    except Problems as found:
        raise click.BadParameter(f"{found.problems[0].what} {found.problems[0].fix}") from None


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
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="How many schools at a time. Without it, as many as this computer has processors.")
@click.option("--recheck", is_flag=True, help="Look at every published file, and make a site again if it isn't as it was published.")
@click.option("--zip", "archives", is_flag=True, help="Also write each site as one file, SCHOOL.zip.")
@click.option("--prune", is_flag=True, help="Take away the sites of schools that have left the folder.")
@click.option("--report", type=_PATH, help="The folder for report.json and report.html. Without it, beside the folder of sites.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the report says who is overdue. Without it, today.")
@click.option("--index", is_flag=True, help="Also write a page that links all the sites in that folder.")
@click.option("--index-note", metavar="TEXT", help="A sentence to stand on that page, which is then written.")
@click.option("--verify", type=click.IntRange(1), help="Build so many of the schools plainly too, and compare.")
@click.option("--shard", default="1/1", callback=_read_shard, help="Build only a part of the schools, such as 2/4: for several machines, each with its own.")
@click.option("--scheduler", default="", help="Share the work on a Dask cluster, whose scheduler is at this address.")
@click.option("--seconds", type=click.IntRange(1), default=120, show_default=True, help="How long one school may take, where other processes do the work.")
def build(path: Path, out: Path, jobs: int | None, scheduler: str, no_documents: bool, report: Path | None, today, verify: int | None, index: bool, index_note: str | None, **more) -> int:
    """Build the site of a school, or of every school in a folder, and put it in its place.

    A site that can't be built leaves the last good one standing. A site that is up to date isn't built again.
    """
    from houserules.commands.build import build as run_build
    from houserules.core import Core, find_core
    from houserules.fleet.build import Options
    from houserules.fleet.workers import Workers

    workers = Workers(jobs or os.cpu_count() or 1, scheduler)
    options = Options(documents=not no_documents, workers=workers, **more)
    return run_build(path, out, Core(find_core()), options, report=report, today=today.date() if today else None, verify=verify or 0, index=index_note or "" if index or index_note is not None else None)


@main.command()
@click.argument("reports", nargs=-1, required=True, type=_PATH)
@click.option("--out", required=True, type=_PATH, help="The folder for the one report.")
def report(reports: tuple[Path, ...], out: Path) -> int:
    """Make one report of the REPORTS (report.json) that the parts of one 'build' have written.

    It ends as one run over all of the schools would have: with 1 if some of them aren't published.
    """
    from houserules.commands.report import report as run_report
    from houserules.core import find_core

    return run_report(reports, out, find_core() / "overrides", partial(click.echo, err=True))


@main.command("import")
@click.argument("file", type=_PATH)
@click.option("--into", required=True, type=_PATH, help="The folder of schools: each gets a folder in it.")
@click.option("--la", multiple=True, help="Only schools of this local authority, by name or number. May be given again.")
@click.option("--trust", multiple=True, help="Only schools of this trust, by name or number. May be given again.")
@click.option("--open-only", is_flag=True, help="Pass over, without listing them, schools that aren't open.")
@click.option("--authority", default="", help="The folder name of the authority or trust whose layer new schools use.")
@click.option("--report", type=_PATH, help="Write what became of every row to this file, .json or .csv.")
def import_(file: Path, into: Path, la: tuple[str, ...], trust: tuple[str, ...], open_only: bool, authority: str, report: Path | None) -> int:
    """Write draft profiles for the schools in a CSV FILE, and keep their facts up to date.

    FILE is the register of schools in England as it is downloaded, or a list whose first line holds field names
    such as school.name. Run it again with a newer file: what a school has changed stays as the school wrote it.
    """
    from houserules.commands.import_schools import import_from
    from houserules.core import Core, find_core
    from houserules.register.source import Wanted

    return import_from(file, into, Wanted(la, trust, open_only), Core(find_core()), authority=authority, report=report)


@main.command()
@click.argument("school", type=_PATH)
@click.argument("policy")
def explain(school: Path, policy: str) -> int:
    """Say of each clause of a POLICY whether it is in or out for a SCHOOL, and because of what."""
    from houserules.commands.explain import explain as run_explain
    from houserules.core import Core, find_core
    from houserules.profile.slug import folder_of

    return run_explain(folder_of(school), policy, Core(find_core()), click.echo)


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
    from houserules.profile.slug import folder_of

    return run_slips(folder_of(school), agreement, children, out, Core(find_core()))


@main.command()
@click.option("--out", required=True, type=_PATH, help="The folder to write them to: a new one, or one that this command made.")
@click.option("--school", type=_PATH, help="A school's folder: the templates follow its decisions.")
@click.option("--authority", type=_PATH, help="An authority's folder: the templates follow its answers, else the default ones.")
@click.option("--nation", type=click.Choice(_NATIONS), default="england", show_default=True, help="The nation, if no school is named.")
@click.option("--phase", type=click.Choice(_PHASES), default="all-through", show_default=True, help="The phase, if no school is named.")
def templates(out: Path, school: Path | None, authority: Path | None, nation: str, phase: str) -> int:
    """Write every document as a blank Word file, with a named place for each value, to be filled in by hand."""
    if school and authority:
        raise click.UsageError("Name a school or an authority: a school's authority is known from its profile.")
    from houserules.commands.templates import templates as run_templates
    from houserules.core import Core, find_core
    from houserules.profile.slug import folder_of

    return run_templates(out, Core(find_core()), click.echo, school=folder_of(school) if school else None, authority=authority, nation=nation, phase=phase)


@main.command()
@click.argument("path", type=_PATH)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port on this computer; 0 takes any that is free.")
def preview(path: Path, port: int) -> int:
    """Show the pages of a school, or of any school in a folder, on this computer alone; an edit is on screen when it is saved.

    Nothing is published, and no Word files and PDFs are made.
    """
    from houserules.commands.preview import preview as run_preview
    from houserules.core import Core, find_core

    return run_preview(path, Core(find_core()), click.echo, port=port)


@main.command()
@click.argument("path", type=_PATH)
@click.option("--out", type=_PATH, help="Write all texts to this file: .html, to be proof-read on screen or paper, or .json.")
@click.option("--all", "unused", is_flag=True, help="Also texts that no school gets.")
@click.option("--differs", nargs=2, metavar="SCHOOL SCHOOL", help="Show where two schools part instead, and because of which decision or fact.")
def variants(path: Path, out: Path | None, unused: bool, differs: tuple[str, str] | None) -> int:
    """List every text of the schools in a folder once, with the schools that get it: some hundred texts to proof-read instead of all pages."""
    from houserules.commands.variants import variants as run_variants
    from houserules.core import Core, find_core

    if differs and (out or unused):
        raise click.UsageError("--differs shows two schools on the terminal, so --out and --all can't stand beside it.")
    return run_variants(path, Core(find_core()), click.echo, out=out, unused=unused, differs=differs)


@main.command()
@click.option("--out", type=_PATH, help="Write it to this file instead of printing it.")
@click.option("--check", "only_check", is_flag=True, help="Say whether the file given with --out is up to date.")
def schema(out: Path | None, only_check: bool) -> int:
    """Print the JSON Schema of school.yml, with which editors complete and check it."""
    from houserules.commands.schema import schema as run_schema

    return run_schema(out, only_check)


def run(arguments: list[str] | None = None) -> None:
    """Run the command with the arguments of the process (or these), and exit with its status."""
    gc.set_threshold(*SELDOM)
    # a profile has no use for others' plugins, and to look for them among all that is installed takes longer than to read one
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    status = _status(lambda: main.main(arguments, prog_name="houserules", standalone_mode=False))
    if arguments is None:
        _leave(status)
    sys.exit(status)


def _leave(status: int) -> None:
    """End this process at once: to take apart all that was loaded would take a tenth of a second, and everything is written."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody listens any more
            stream.flush()
    os._exit(status)


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
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Every published site is whole, old or new.", err=True)
    except OSError as error:
        where = f"{shown(Path(error.filename))}: " if error.filename else ""
        click.echo(f"{where}{error.strerror or error}. The work could not be finished; published sites are as they were.", err=True)
    except Exception:  # noqa: BLE001 - whatever it is, the user hears whose fault it was
        click.echo("This is a fault in Houserules, not in your files. Published sites are as they were.", err=True)
        if os.environ.get("HOUSERULES_TRACEBACK"):
            traceback.print_exc()
        else:
            click.echo("Set HOUSERULES_TRACEBACK=1, run the command again and report what it prints.", err=True)
        return FAULT
    return 1


if __name__ == "__main__":
    run()
