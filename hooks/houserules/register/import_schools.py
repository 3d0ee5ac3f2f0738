# Two passes over the file: the first reads all of it and writes nothing, so that a file which is broken at its end, or a
# misspelt --la, changes nothing; the second does the work, a school at a time, each of them whole or not at all. A
# school whose row and profile are as they were costs no more than a hash.
"""Write draft profiles for the schools of a register or list, and bring those up to date that it wrote before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from houserules.problems import Place, Problem, Problems, list_unfilled, shown
from houserules.profile.authority import Authority, read_authority
from houserules.profile.blank import write_blank
from houserules.profile.edit import Value, fill_blank, find_nodes
from houserules.profile.read import PROFILE
from houserules.profile.slug import check_slug
from houserules.profile.vocabulary import Vocabulary
from houserules.register.entry import Entry
from houserules.register.home import Home
from houserules.register.names import choose_slug, make_slug
from houserules.register.outcome import Fate, Outcome
from houserules.register.record import RECORD, Record, hash_profile, write_record
from houserules.register.renew import Renewal, renew
from houserules.register.source import Source, Wanted, refuse_unknown
from houserules.strict_yaml import MOST_BYTES, parse_yaml

Watch = Callable[[int], object]


@dataclass(frozen=True)
class Plan:
    """What an import is to do, as far as it isn't in the file: where, for which schools, and with whose shared facts."""

    into: Path
    vocabulary: Vocabulary
    read: Callable[[Path], object]  # reads a school, and raises Problems with all that keeps it from being published
    wanted: Wanted = field(default_factory=Wanted)
    authority: str = ""
    schema: str = "../school.schema.json"


def import_schools(source: Source, plan: Plan, watch: Watch = lambda read: None) -> Iterator[Outcome]:
    """Write and renew the profiles of a source's schools; give what became of each row that is wanted.

    `watch` is told how many bytes have been read; they are read twice. Raises Problems where nothing can be done at all.
    """
    place = Place(shown(source.table.path))
    owners: dict[str, str] = {}
    shared: set[str] = set()
    authorities: set[str] = set()
    trusts: set[str] = set()
    row = None
    for row in source.table.rows(watch):
        entry = source.glance(row)
        authorities.update(entry.authorities)
        trusts.update(entry.trusts)
        if not entry.closed and owners.setdefault(slug := make_slug(entry.name), entry.key) != entry.key:
            shared.add(slug)
    if row is None:
        what = "There is no school in this file: nothing stands below the names of its columns."
        raise Problems([Problem(place, what, fix="Save or download it again, with its rows.")])
    refuse_unknown(plan.wanted, authorities, trusts, place)
    authority = _authority(plan.into, plan.authority) if plan.authority else None
    with Home(plan.into) as home:
        work = _Work(plan, home, authority, shared, source.covers)
        first: dict[str, int] = {}
        for row in source.table.rows(lambda read: watch(source.table.size + read)):
            entry = source.glance(row)
            known = entry.closed and entry.key in home.records
            if not row.wrong and not plan.wanted.has(entry) and not (known and _wanted_if_open(plan.wanted, entry)):
                continue
            if entry.key and first.setdefault(entry.key, row.number) != row.number and not row.wrong:
                why = f"The same school stands in row {first[entry.key]} already." if _number(entry) else _SAME_NAME
                yield Outcome(row.number, entry.name, _number(entry), Fate.LEFT_OUT, why=why, mistake=True)
                continue
            yield work.take(source.read(row))


_SAME_NAME = (
    "Another row has the same name. Give each its number (school.urn) or its folder's name (folder), so that they can be told apart."
)


def _wanted_if_open(wanted: Wanted, entry: Entry) -> bool:
    return Wanted(wanted.authorities, wanted.trusts).has(entry)


def _authority(into: Path, slug: str) -> Authority:
    return read_authority(into.resolve().parent / "authorities", slug, Place("--authority"))


def _number(entry: Entry) -> str:
    return entry.key.removeprefix("urn:") if entry.key.startswith("urn:") else ""


class _Work:
    """One import's second pass: what is needed for each school is made once."""

    def __init__(self, plan: Plan, home: Home, authority: Authority | None, shared: set[str], covers: frozenset[str]) -> None:
        self.plan, self.home, self.shared, self.covers = plan, home, shared, covers
        self.authorities: dict[str, Authority | None] = {"": None}
        if authority:
            self.authorities[authority.slug] = authority
        self.blank = write_blank(plan.vocabulary, {}, plan.schema)
        self.nodes = find_nodes(self.blank)
        self.judged: dict[object, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def take(self, entry: Entry) -> Outcome:
        """Do what there is to do for one row."""
        name, record = self.home.records.get(entry.key, ("", None))
        if entry.key in self.home.doubled:
            a, b = self.home.doubled[entry.key]
            return self._left_out(entry, f"Two folders hold this school's record, {a} and {b}. Delete {RECORD} in the one that isn't kept.")
        if entry.closed and record:
            why = f"{entry.refused} Its folder was left as it is; if the school goes on under another number, that has a row of its own."
            return Outcome(entry.row, entry.name, _number(entry), Fate.CLOSED, name, why)
        if entry.refused:
            return Outcome(entry.row, entry.name, _number(entry), Fate.LEFT_OUT, name, entry.refused, entry.mistake)
        try:
            return self._renew(entry, name, record) if record else self._draft(entry)
        except OSError as error:
            return self._left_out(entry, f"It can't be written: {error.strerror or error}. Nothing of this school's was changed.", name)

    def _draft(self, entry: Entry) -> Outcome:
        if not entry.name:
            return self._left_out(entry, "No school with this number was imported before, and without a name no profile can be written.")
        slug = choose_slug(entry, self.shared)
        if not slug:
            return self._left_out(entry, _SAME_NAME)
        if wrong := _wrong_slug(slug):
            return self._left_out(entry, wrong)
        other = self.home.others.get(entry.number, "") if entry.number else ""
        if damaged := self.home.damaged.get(other or slug):
            return self._left_out(entry, f"{damaged.what} {damaged.fix}", other or slug)
        if other:
            return Outcome(entry.row, entry.name, _number(entry), Fate.LEFT_OUT, other, _OWN_PROFILE)
        namesake, why = self.home.owner(slug) if self.home.has(slug) else "", ""
        if namesake and entry.number and not entry.folder and namesake.startswith("urn:"):
            number = namesake.removeprefix("urn:")
            why = f"{_ANOTHER_NUMBER.format(folder=slug, number=number)} {_BOTH_STAY}"
            slug, namesake = choose_slug(entry, {*self.shared, slug}), ""
        if namesake:
            return self._left_out(entry, _taken_by(namesake), slug)
        if self.home.has(slug):
            return self._left_out(
                entry, "There is a folder of this name already that wasn't made by import. Nothing in it was changed.", slug
            )
        authority = str(entry.facts.get("authority") or self.plan.authority)
        facts = self._facts(entry, authority)
        answers = {**facts, "authority": authority} if authority else facts
        text = fill_blank(self.blank, self.nodes, answers)
        if len(text.encode()) > MOST_BYTES:
            return self._left_out(entry, "The row holds more text than there is room for in a profile.")
        record = Record(entry.key, facts, hash_profile(text.encode()), authority)
        self.home.add(slug, {PROFILE: text, RECORD: write_record(record)})
        self.home.records[entry.key] = (slug, record)
        return replace(self._outcome(entry, Fate.NEW, slug, record), why=why)

    def _renew(self, entry: Entry, name: str, record: Record) -> Outcome:
        path = self.home.folder / name / PROFILE
        if path.is_symlink() or path.parent.is_symlink():
            return self._left_out(entry, "Its folder or its school.yml is a link to another place, so it was left alone.", name)
        if not path.is_file():
            return self._left_out(entry, f"Its folder has no school.yml. Put it back, or delete {RECORD} if the school is to go.", name)
        before = path.read_bytes()
        untouched = hash_profile(before) == record.profile
        if untouched and not self._news(record.facts, self._facts(entry, record.authority)):
            return self._outcome(entry, Fate.UNCHANGED, name, record)
        try:
            text, mark = _decode(before, shown(path))
            content = parse_yaml(text, shown(path)).content
        except Problems as found:
            return self._left_out(entry, f"Its school.yml can't be read, so it was left alone: {found.problems[0]}", name)
        authority = content.get("authority") if isinstance(content, dict) else None
        authority = authority if isinstance(authority, str) else ""
        facts = self._facts(entry, authority)
        found = renew(text, content, record.facts, facts, self.covers - entry.unusable.keys() - self._supplied(authority))
        after = mark + found.text.encode()
        if after != before and not self.home.replace(name, PROFILE, after, before):
            return self._left_out(entry, "Somebody changed its school.yml at the same moment. Import again.", name)
        seen = hash_profile(after) if untouched else record.profile
        renewed = Record(entry.key, found.facts, seen, authority)
        if renewed != record:
            self.home.replace(name, RECORD, write_record(renewed).encode(), None)
        fate = Fate.UPDATED if found.changed else Fate.UNCHANGED
        return self._outcome(entry, fate, name, renewed if untouched else None, found)

    def _news(self, said: Mapping[str, Value], now: Mapping[str, Value]) -> bool:
        """Say whether the register says anything else than last time."""
        return any(said.get(field) != value for field, value in now.items()) or any(
            field in self.covers and field not in now for field in said
        )

    def _facts(self, entry: Entry, authority: str) -> dict[str, Value]:
        """Give the row's facts without those that the authority supplies: its own words for them are the better ones."""
        supplied = self._supplied(authority)
        return {path: value for path, value in entry.facts.items() if path not in supplied}

    def _supplied(self, slug: str) -> frozenset[str]:
        if slug not in self.authorities:
            try:
                self.authorities[slug] = _authority(self.plan.into, slug)
            except Problems:
                self.authorities[slug] = None  # the reader says so, of each school
        authority = self.authorities[slug]
        return frozenset(_paths(authority.document.content)) if authority else frozenset()

    def _outcome(self, entry: Entry, fate: Fate, name: str, record: Record | None, found: Renewal | None = None) -> Outcome:
        lacks, wrong = self._judge(name, record)
        unusable = tuple(f"{path}: {what}" for path, what in entry.unusable.items() if path not in self._supplied(self.plan.authority))
        changes = {kind: getattr(found, kind) for kind in ("changed", "conflicts", "silent", "stuck")} if found else {}
        return Outcome(entry.row, entry.name, _number(entry), fate, name, lacks=lacks, wrong=wrong, unusable=unusable, **changes)

    def _judge(self, name: str, record: Record | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give what a profile still lacks and what is wrong with it; once for all untouched ones that say as much."""
        kind = record and (
            record.authority,
            frozenset((path, path.startswith(_TOLD_APART_BY) and value) for path, value in record.facts.items()),
        )
        if kind in self.judged:
            return self.judged[kind]
        try:
            self.plan.read(self.home.folder / name)
            judged: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        except Problems as found:
            lacks = tuple(dict.fromkeys(problem.unfilled for problem in found.problems if problem.unfilled))
            judged = (
                lacks,
                () if list_unfilled(found.problems) else tuple(problem.what for problem in found.problems if not problem.unfilled),
            )
        if kind:
            self.judged[kind] = judged
        return judged

    def _left_out(self, entry: Entry, why: str, name: str = "") -> Outcome:
        return Outcome(entry.row, entry.name, _number(entry), Fate.LEFT_OUT, name, why, mistake=True)


# A school that becomes an academy is closed in the register, and opened under another number and its old name.
_ANOTHER_NUMBER = "The folder '{folder}' is that of a school of this name with the number {number}, so this one has its own number at the end."
_BOTH_STAY = (
    "Both folders stay. If one school goes on under a new number, as an academy does, copy what it has decided into the new folder."
)
_OWN_PROFILE = "It has a profile with its number already, which wasn't made by import. Nothing in it was changed."
# What decides, beside which fields are filled in, whether a profile of good values can be published.
_TOLD_APART_BY = ("school.nation", "school.phase", "school.type", "school.ages.", "review.", "brand.", "decisions.", "authority")


def _taken_by(key: str) -> str:
    """Say whose folder of this name was imported before, where it can't be said that this row is another school."""
    if key.startswith("urn:"):
        return f"The folder of this name is that of the school with the number {key.removeprefix('urn:')}. Nothing in it was changed."
    return (
        "A school was imported into the folder of this name without a number, so it can't be said whether this is the same. "
        "Nothing in it was changed."
    )


def _wrong_slug(slug: str) -> str:
    """Say what is wrong with the name of a folder, or nothing."""
    try:
        if check_slug(Path(slug)) == slug:
            return ""
    except Problems as found:
        return f"{found.problems[0].what} {found.problems[0].fix}"
    return f"'{slug[:60]}' can't be the name of a school's folder: it leads to another place."


def _decode(content: bytes, name: str) -> tuple[str, bytes]:
    """Give a profile's text with its line ends as they are, and its byte order mark, if it has one. Raises Problems."""
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    try:
        return content[len(mark) :].decode("utf-8"), mark
    except UnicodeDecodeError:
        raise Problems([Problem(Place(name), "This file isn't plain text in UTF-8.")]) from None


def _paths(content: object, above: str = "") -> Iterator[str]:
    for key, value in content.items() if isinstance(content, dict) else ():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, dict):
            yield from _paths(value, path)
        elif value not in (None, ""):
            yield path
