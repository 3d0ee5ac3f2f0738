"""Read a school: its profile, merged with its authority's, checked, with its facts and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from houserules.problems import Place, Problem, Problems, did_you_mean, shown
from houserules.profile.authority import Authority, read_authority
from houserules.profile.conditions import GIVEN
from houserules.profile.contradictions import Checked, find_contradictions, find_unfilled
from houserules.profile.fields import Profile
from houserules.profile.logo import NotAPicture, open_picture
from houserules.profile.models import fill_model, without_empty
from houserules.profile.placeholders import find_lists, find_values
from houserules.profile.slug import PROFILE, check_slug, find_nearly
from houserules.profile.stages import find_stages
from houserules.profile.vocabulary import Vocabulary
from houserules.strict_yaml import Document, read_yaml

_LARGEST_LOGO = 20 * 1024 * 1024


@dataclass(frozen=True)
class School:
    """A school whose profile is complete and free of contradictions."""

    slug: str
    folder: Path
    profile: Profile
    authority: Authority | None
    answers: Mapping[str, str]
    sources: Mapping[str, str]  # where each answer comes from: a place, or "the default"
    facts: Mapping[str, frozenset[str]]
    values: Mapping[str, str]
    lists: Mapping[str, tuple[dict[str, str], ...]]


def read_school(folder: Path, vocabulary: Vocabulary, policies: Iterable[str] = (), questions: Iterable[str] = ()) -> School:
    """Read the school in a folder; `policies` are those that may have been approved, `questions` all that are answered (their ids).

    Raises Problems with everything that is wrong with its profile.
    """
    name = shown(folder / PROFILE)
    _check_folder(folder, name)
    document = read_yaml(folder / PROFILE, name)
    authority, merged = _with_authority(folder, document)
    profile = None
    problems: list[Problem] = []
    try:
        profile = fill_model(Profile, merged)
    except Problems as found:
        problems += found.problems
    answers, sources, wrong = _answers(merged, document, authority, vocabulary)
    problems += wrong
    problems += _approvals(merged, [*policies, *_own(authority, "policies")] if policies else ())
    problems += _questions(merged, [*questions, *_own(authority, "answers")] if questions else ())
    if profile is not None:
        problems += find_contradictions(Checked(profile, answers, merged.place))
        problems += _logo(profile, folder, merged)
    else:
        problems += find_unfilled(merged.content, merged.place)
    if problems or profile is None:
        raise Problems(problems)
    facts = _facts(profile, answers) | {id: frozenset({state.now}) for id, state in vocabulary.states.items()}
    words = {id: term.word(facts) for id, term in vocabulary.terms.items()}
    values = find_values(profile, words)
    values |= {f"terms.{id}": values[term.profile] for id, term in vocabulary.terms.items() if term.profile in values}
    lists = _in_words(find_lists(profile), vocabulary)
    given = frozenset(values) | {path for path, entries in lists.items() if entries}
    return School(folder.resolve().name, folder.resolve(), profile, authority, answers, sources, {**facts, GIVEN: given}, values, lists)


# What an account says of itself in the words of the decision from which it may differ.
_WORDED = {"accounts.replies": "account_replies", "accounts.followers": "follower_approval"}


def _in_words(lists: Mapping[str, tuple[dict[str, str], ...]], vocabulary: Vocabulary) -> dict[str, tuple[dict[str, str], ...]]:
    """Give the lists with the label of an answer in place of its id."""

    def worded(path: str, value: str) -> str:
        decision = vocabulary.decisions.get(_WORDED.get(path, ""))
        return decision.answers[value].label[:1].lower() + decision.answers[value].label[1:] if decision else value

    return {name: tuple({path: worded(path, value) for path, value in entry.items()} for entry in entries) for name, entries in lists.items()}


def _check_folder(folder: Path, name: str) -> None:
    if not folder.is_dir():
        what = "This is a file, and a school's folder is needed." if folder.exists() else "There is no such folder."
        raise Problems([Problem(Place(shown(folder)), what, fix="Name the folder in which school.yml stands.")])
    check_slug(folder)
    if nearly := find_nearly(folder):
        what, why = "This file has not quite the name of a school's profile.", f"Only {PROFILE} is read. (Windows hides the end of a name unless asked.)"
        raise Problems([Problem(Place(f"{shown(folder)}/{nearly}"), what, why, f"Rename it to {PROFILE}.")])
    path = folder / PROFILE
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        why = "Only what lies in the school's own folder is read."
        raise Problems([Problem(Place(name), "This is a link to a file outside the school's folder.", why, "Copy the file here.")])


def _with_authority(folder: Path, document: Document) -> tuple[Authority | None, Document]:
    content = document.content if isinstance(document.content, dict) else {}
    slug = content.get("authority")
    if not slug or not isinstance(slug, str):
        return None, document
    authority = read_authority(folder.resolve().parent.parent / "authorities", slug, document.place("authority"))
    if not isinstance(document.content, dict):
        return authority, document
    merged = _merge(authority.document.content, without_empty(document.content))
    merged.pop("name", None)
    above, own = authority.document, without_empty(document.content)
    typed = {keys: place for keys, place in document.places.items() if _holds(own, keys)}
    return authority, Document(merged, {**above.places, **typed}, document.path, {**above.names, **document.names})


def _holds(content: object, keys: tuple[str | int, ...]) -> bool:
    """Say whether there is something at a path of keys, and not an empty place that an authority may fill."""
    for key in keys:
        if isinstance(content, list) and isinstance(key, int):
            return True
        if not isinstance(content, dict) or key not in content:
            return False
        content = content[key]
    return True


def _merge(below: object, above: object) -> object:
    if isinstance(below, dict) and isinstance(above, dict):
        keys = dict.fromkeys([*above, *below])
        return {key: _merge(below[key], above[key]) if key in below and key in above else above.get(key, below.get(key)) for key in keys}
    return above


def _answers(merged: Document, own: Document, authority: Authority | None, vocabulary: Vocabulary):
    """Give every decision's answer, where each comes from, and what is wrong with those that were typed."""
    content = merged.content if isinstance(merged.content, dict) else {}
    typed = content.get("decisions") or {}
    problems: list[Problem] = []
    answers = {id: decision.default for id, decision in vocabulary.decisions.items()}
    sources = dict.fromkeys(answers, "the default")
    for id, answer in typed.items() if isinstance(typed, dict) else ():
        place = merged.place("decisions", id)
        if id not in vocabulary.decisions:
            fix = did_you_mean(id, vocabulary.decisions) or "'houserules new' lists the decisions."
            problems.append(Problem(merged.name_place("decisions", id), f"There is no decision '{id}'.", "It would change nothing.", fix))
        elif not isinstance(answer, str) or not answer.strip():  # empty, or said already to be no single value
            continue
        elif answer not in vocabulary.decisions[id].answers:
            known = vocabulary.decisions[id].answers
            fix = did_you_mean(answer, known) or f"It can be {', '.join(known)}."
            problems.append(Problem(place, f"'{answer}' isn't an answer to '{id}'.", f"The question is: {vocabulary.decisions[id].question}", fix))
        else:
            answers[id], sources[id] = answer, str(place)
    return answers, sources, problems


def _facts(profile: Profile, answers: Mapping[str, str]) -> dict[str, frozenset[str]]:
    school = profile.school
    return {
        "nation": frozenset({school.nation.value}),
        "phase": frozenset({school.phase.value}),
        "stage": find_stages(school.ages.from_, school.ages.to, school.nation, school.phase),
        "type": frozenset({school.type.value}),
        "trust": frozenset({"yes" if school.trust else "no"}),
        **{id: frozenset({answer}) for id, answer in answers.items()},
    }


def _own(authority: Authority | None, kind: str) -> Iterable[str]:
    """Give the ids of an authority's own files of a kind."""
    folder = authority.folder / kind if authority else None
    return [path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md")] if folder else []


def _approvals(document: Document, policies: Iterable[str]) -> Iterable[Problem]:
    review = document.content.get("review") if isinstance(document.content, dict) else None
    approved = review.get("approved") if isinstance(review, dict) else None
    known = set(policies)
    for policy in approved if known and isinstance(approved, dict) else ():
        if policy not in known:
            place = document.name_place("review", "approved", policy)
            yield Problem(place, f"There is no policy '{policy}'.", fix=did_you_mean(policy, known) or f"There are: {', '.join(sorted(known))}.")


def _questions(document: Document, answers: Iterable[str]) -> Iterable[Problem]:
    chosen = document.content.get("common_questions") if isinstance(document.content, dict) else None
    known = set(answers)
    for number, id in enumerate(chosen) if known and isinstance(chosen, list) else ():
        if isinstance(id, str) and id not in known:
            place, why = document.place("common_questions", number), "It can't stand on the first page."
            fix = did_you_mean(id, known) or "The name of a question is the name of its file in docs/answers, such as parents/class-group-chat."
            yield Problem(place, f"There is no question '{id}'.", why, fix)


def _logo(profile: Profile, folder: Path, document: Document) -> Iterable[Problem]:
    if not profile.brand.logo:
        return
    path, place = folder / profile.brand.logo, document.place("brand", "logo")
    if not path.is_file():
        yield Problem(place, f"There is no picture '{profile.brand.logo}' in the school's folder.", fix="Copy it there, or leave the logo out.")
    elif not path.resolve().is_relative_to(folder.resolve()):
        yield Problem(place, f"'{profile.brand.logo}' is a link to a file outside the school's folder.", fix="Copy the picture there.")
    elif path.stat().st_size > _LARGEST_LOGO:
        yield Problem(place, f"'{profile.brand.logo}' is larger than {_LARGEST_LOGO // 1024**2} MB.", fix="Save a smaller picture.")
    else:
        try:
            open_picture(path)
        except NotAPicture as error:
            fix = "Save it again as a PNG picture of some 500 dots a side, or leave the logo out: the school's initials stand there then."
            yield Problem(place, f"The logo '{profile.brand.logo}' can't be used: {error}.", fix=fix)
