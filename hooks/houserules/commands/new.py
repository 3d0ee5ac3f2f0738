"""`houserules new`: ask a school's questions and write its school.yml."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import click

from houserules.commands.interview import Interview
from houserules.commands.schema import SCHEMA, write_schema
from houserules.core import Core
from houserules.problems import Place, Problem, Problems, as_typed, shown
from houserules.profile.blank import write_blank
from houserules.profile.questions import FACTS, Question
from houserules.profile.read import PROFILE
from houserules.profile.slug import check_slug
from houserules.profile.vocabulary import Vocabulary
from houserules.strict_yaml import read_yaml

UNFINISHED = f"{PROFILE}.unfinished"


def ask_in_terminal(prompt: str) -> str:
    """Put a prompt and give what was typed. Raises click.Abort on Ctrl-C and at the end of the input."""
    return click.prompt(prompt, default="", show_default=False)


def new(
    folder: Path,
    defaults: bool,
    core: Core,
    ask: Callable[[str], str] = ask_in_terminal,
    say: Callable[[str], object] = click.echo,
) -> int:
    """Write a school's school.yml: from an interview, or with every default and empty facts. Give 0, or 1 if stopped.

    An interview that is stopped leaves its answers in school.yml.unfinished, from which the next one goes on.
    Raises Problems if the folder can't be a school's, has a school.yml already, or can't be written to.
    """
    check_slug(folder)
    path, unfinished = folder / PROFILE, folder / UNFINISHED
    _refuse_what_is_there(folder, path)
    if defaults:
        return _take_defaults(folder, core, say)

    def keep(answers: Mapping[str, str]) -> None:
        _replace(unfinished, _text(answers, core.vocabulary))

    def cite(question: Question, answers: Mapping[str, str]) -> list[str]:
        return _cite(question, answers.get("school.nation", ""), core)

    interview = Interview(core.vocabulary, ask, say, keep, cite)
    try:
        answers = interview.run(_read_unfinished(unfinished, core.vocabulary))
    except (click.Abort, KeyboardInterrupt, EOFError):
        say("")
        if not unfinished.exists():
            say("Stopped. Nothing is written.")
        else:
            say(f"Stopped. Your answers are kept in {shown(unfinished)}.")
            say(f"'houserules new {as_typed(folder)}' goes on from there. To begin afresh, delete that file.")
        return 1
    _write_new(path, _text(answers, core.vocabulary))
    unfinished.unlink(missing_ok=True)
    say("")
    say(f"Thank you. {shown(path)} is written: your answers, with notes on every line and room for what wasn't asked.")
    put_schema(folder, core, say)
    core.school(folder)
    say(f"Next, 'houserules build {as_typed(folder)} --out public' makes the site.")
    return 0


def _take_defaults(folder: Path, core: Core, say: Callable[[str], object]) -> int:
    if os.path.lexists(folder / UNFINISHED):
        fix = "Go on without --defaults, or delete that file."
        raise Problems([Problem(Place(shown(folder / UNFINISHED)), "Here are answers from an interview that was stopped.", fix=fix)])
    answers = {f"decisions.{id}": decision.default for id, decision in core.vocabulary.decisions.items()}
    _write_new(folder / PROFILE, _text(answers, core.vocabulary))
    say(f"{shown(folder / PROFILE)} is written, with the default answer to each of {len(answers)} decisions.")
    put_schema(folder, core, say)
    say(f"Now fill in what is marked 'Required'. 'houserules check {as_typed(folder)}' says what is still missing.")
    return 0


def _refuse_what_is_there(folder: Path, path: Path) -> None:
    if os.path.lexists(path):
        why = "It is never overwritten."
        fix = "Change it in an editor, or name another folder."
        raise Problems([Problem(Place(shown(path)), "This school has its profile already.", why, fix)])
    around = [above for above in folder.resolve().parents if os.path.lexists(above / PROFILE)]
    inside = sorted(found.parent.name for found in folder.glob(f"*/{PROFILE}")) if folder.is_dir() else []
    if around or inside:
        other = shown(around[0]) if around else f"{shown(folder)}/{inside[0]}"
        fix = f"Give the new school a folder of its own, for example {shown((around[0].parent if around else folder) / 'my-school')}."
        raise Problems([Problem(Place(shown(folder)), f"Another school is {'around' if around else 'in'} this folder: {other}.", "A school can't lie in another.", fix)])
    if os.path.lexists(folder) and not folder.is_dir():
        raise Problems(
            [Problem(Place(shown(folder)), "This is a file, and a folder is needed for the school.", fix="Choose another name.")]
        )


def _text(answers: Mapping[str, str], vocabulary: Vocabulary) -> str:
    return write_blank(vocabulary, answers, f"../{SCHEMA}")


def _read_unfinished(path: Path, vocabulary: Vocabulary) -> dict[str, str]:
    """Give the answers in a profile that an interview left unfinished; what isn't one is left out."""
    if not path.exists():
        return {}
    content = read_yaml(path, shown(path)).content
    answers: dict[str, str] = {}
    for name in (*FACTS, "links.sign_off_form", *(f"decisions.{id}" for id in vocabulary.decisions)):
        value: object = content
        for key in name.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str) and value.strip():
            answers[name] = value
    return answers


def _cite(question: Question, nation: str, core: Core) -> list[str]:
    references = [core.words.references[id] for id in question.sources if id in core.words.references]
    own = [reference for reference in references if nation in reference.jurisdiction]
    lines = [f"{one.title} ({one.publisher}{f', {one.edition}' if one.edition else ''}): {one.url}" for one in own or references]
    return lines if own or not lines else ["There is nothing on this for your nation; elsewhere there is:", *lines]


def put_schema(folder: Path, core: Core, say: Callable[[str], object]) -> None:
    """Put the schema beside the school's folder, for editors; one that is there already is left alone."""
    path, text = folder.resolve().parent / SCHEMA, write_schema(core.vocabulary)
    try:
        if not os.path.lexists(path):
            _write_new(path, text)
            say(f"{shown(path)} is written beside it, so that editors such as VS Code complete and check what you type.")
        elif path.read_text(encoding="utf-8") != text:
            say(f"{shown(path)} is from another version of Houserules and was left as it is.")
            say(f"To bring it up to date: houserules schema --out {as_typed(path)}")
    except (Problems, OSError, ValueError):
        say(f"{shown(path)} couldn't be read or written. Only an editor's help with what you type is lost.")


def _write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet, whole or not at all; a folder that was made for it goes again. Raises Problems."""
    began, there = False, path.parent.is_dir()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            began = True
            file.write(text)
    except BaseException as error:
        if began:
            path.unlink(missing_ok=True)
        if not there:
            with suppress(OSError):
                path.parent.rmdir()
        if isinstance(error, OSError):
            raise _unwritable(path, error) from None
        raise


def _replace(path: Path, text: str) -> None:
    """Write a file in the place of an earlier one, whole or not at all. Raises Problems."""
    beside = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        beside.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> Problems:
    what = f"This file can't be written: {error.strerror or error}."
    return Problems([Problem(Place(shown(path)), what, fix="Choose a folder that you may write to, on a disk with room.")])
