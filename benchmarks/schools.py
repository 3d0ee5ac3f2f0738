# The conditions of the words are data, so a school that meets a certain case can be made to order: facts first (nation,
# phase, ages, answers, which optional values are given), then a profile from which exactly these facts follow.
"""Generated schools: any number from a seed, valid, different in everything that a profile can hold."""

from __future__ import annotations

import json
import random
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from houserules.core import Core
from houserules.pages.everything import hold_everything
from houserules.pages.version import VersionFinder
from houserules.profile.conditions import GIVEN, Condition, Facts
from houserules.profile.contradictions import PHASE_AGES
from houserules.profile.fields import Nation, Phase, SchoolType
from houserules.profile.placeholders import TITLES
from houserules.profile.stages import find_stages
from houserules.profile.vocabulary import Vocabulary
from houserules.rules.situations import cover_pairs

ENGLISH_ONLY = (SchoolType.ACADEMY, SchoolType.FREE_SCHOOL)
# How often a draw takes a value: England's own share of phases and types would leave most texts to chance, so all are alike.
GIVEN_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
SERVICES = ("social_care", "allegations", "out_of_hours")
PEOPLE = ("chair_of_governors", "safeguarding_governor", "online_safety_lead", "data_protection_officer")
LINKS = ("complaints", "privacy_notice", "behaviour", "child_protection", "sign_off_form")

_PLACES = ("Ash", "Beck", "Birch", "Brook", "Castle", "Elm", "Ferry", "Hazel", "Hill", "Holly", "Lark", "Marsh", "Mill", "North", "Oak", "Park",
           "Quarry", "River", "Rose", "South", "Stone", "Thorn", "West", "Willow")  # fmt: skip
_ENDS = ("bank", "bridge", "brook", "bury", "cote", "croft", "dale", "field", "ford", "gate", "ham", "hurst", "ley", "mead", "mere", "ridge", "stead",
         "ton", "wick", "wood")  # fmt: skip
_FIRST = ("Amara", "Bethan", "Catriona", "Daniel", "Eilidh", "Farah", "Gareth", "Hannah", "Idris", "Joan", "Kwame", "Lena", "Mairi", "Niamh",
          "Owen", "Priya", "Rory", "Sian", "Tomasz", "Yusuf")  # fmt: skip
_LAST = ("Adeyemi", "Bevan", "Campbell", "Doherty", "Edwards", "Frost", "Green", "Hussain", "Iqbal", "Jones", "Khan", "Lindqvist", "Mackay",
         "Nowak", "Okafor", "Patel", "Quinn", "Reid", "Singh", "Whitlock")  # fmt: skip
_ROLES = ("the deputy head", "the business manager", "the assistant head for safeguarding", "the online safety lead")
_BODIES = ("the full governing body", "the board of trustees", "the school council of governors")
# What has broken other generators. A value is literal text and must come out as it went in.
AWKWARD = (
    'St "Quote" & Sons', "O'Brien's", "Siân’s ‘little’ “school”", "<b>Bold</b> School", "</title><script>alert(1)</script>", "A & B &amp; C &#39;D&#39;",
    "**Stars** and _lines_", "[a link](https://elsewhere.example)", "# Not a heading", "1. Not a list", "* Nor this", "`code` ~~gone~~ ^up^",
    "|| a | table |", "::: when {nation: wales}", "/// details | no", "{% include 'x' %}", "{#id .class}", "$& \\1 \\g<0> %s", "C:\\Schools\\New",
    "مدرسة النور الابتدائية", "בית ספר אורט", "مدرسة (Green) 42", "日本語補習授業校", "Ysgol Gŵyr ŷ ẁ", "Zo\u0308e's", "\N{GRINNING FACE} School \N{WAVING WHITE FLAG}\ufe0f",
    "\N{FAMILY} \N{SPARKLES}", "a--b...c 1/2 (c)", "http://bare.example/x_y_z", "a@b.example", "--- ---a", "null", "no", "012", "22:30", "<!-- x -->", "]]> x",
)  # fmt: skip
LONGEST = 200


@dataclass(frozen=True)
class Shares:
    """How many of the schools have what not all have, as shares from 0 to 1."""

    awkward: float = 0.25  # of the values, in a school that has any
    awkward_schools: float = 0.5
    approved: float = 0.1
    logo: float = 0.1


PLAIN = Shares(0, 0)


def write_schools(folder: Path, count: int, core: Core, seed: int = 1, shares: Shares = Shares(), pairs: bool = False) -> Iterator[Path]:
    """Write schools one by one into a folder; give the folder of each.

    With `pairs`, the first of them cover every pair of answers; the others are drawn by chance in any case.
    """
    drawn = cover_pairs(core.vocabulary, seed) if pairs else []
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        facts = possible(drawn[number], core.vocabulary, chance) if number < len(drawn) else draw_facts(core.vocabulary, chance)
        yield write_school(folder / f"school-{number:05}", facts, core, chance, shares)


def draw_facts(vocabulary: Vocabulary, chance: random.Random) -> Facts:
    """Draw what is so of a school: each answer as likely as the others of its question."""
    drawn = {id: frozenset({chance.choice(list(decision.answers))}) for id, decision in vocabulary.decisions.items()}
    drawn |= {"nation": frozenset({chance.choice(list(Nation)).value}), "phase": frozenset({chance.choice(list(Phase)).value})}
    drawn |= {"type": frozenset({chance.choice(list(SchoolType)).value}), "trust": frozenset({chance.choice(("yes", "no"))})}
    share = chance.choice(GIVEN_SHARES)
    optional = sorted(vocabulary.conditions[GIVEN])
    drawn[GIVEN] = frozenset(path for path in optional if chance.random() < share)
    drawn["stage"] = frozenset()
    return possible(drawn, vocabulary, chance)


def possible(facts: Facts, vocabulary: Vocabulary, chance: random.Random) -> Facts:
    """Give the facts with as little changed as makes them those of a school that there can be."""
    mended = dict(facts) | {id: frozenset({state.now}) for id, state in vocabulary.states.items()}
    if _one(mended, "type") in ENGLISH_ONLY and _one(mended, "nation") != Nation.ENGLAND:
        mended["type"] = frozenset({SchoolType.MAINTAINED.value})
    mended["stage"] = find_stages(*_ages(mended, chance), _one(mended, "nation"), _one(mended, "phase"))
    given = {path for path in mended[GIVEN] if path in _OPTIONAL or path in ("accounts", "people.deputy_safeguarding_leads", "school.address")}
    if mended["trust"] == frozenset({"yes"}):
        given.add("school.trust")
    else:
        given.discard("school.trust")
    if not given & {"school.phone", "school.email"}:
        given.add(chance.choice(("school.phone", "school.email")))
    if not given & {"people.safeguarding_lead.phone", "people.safeguarding_lead.email"}:
        given.add(chance.choice(("people.safeguarding_lead.phone", "people.safeguarding_lead.email")))
    if _one(mended, "sign_off") in ("online-form", "both"):
        given.add("links.sign_off_form")
    mended[GIVEN] = frozenset(given)
    return mended


def _one(facts: Facts, key: str) -> str:
    return next(iter(facts.get(key, ())), "")


def _ages(facts: Facts, chance: random.Random) -> tuple[int, int]:
    """Give ages that the phase can have, and of which the wanted stages follow if there are such."""
    low, high = PHASE_AGES[Phase(_one(facts, "phase"))]
    spans = [(youngest, oldest) for youngest in range(min(low, 19), high) for oldest in range(youngest + 1, high + 1) if youngest <= 19]
    nation, phase = _one(facts, "nation"), _one(facts, "phase")
    stages = {span: find_stages(*span, nation, phase) for span in spans}
    wanted = [span for span in spans if stages[span] == facts["stage"]]
    return chance.choice(wanted or [span for span in spans if stages[span]])


def _optional_paths() -> frozenset[str]:
    people = {f"people.{who}.{field}" for who in ("head", "safeguarding_lead", *PEOPLE) for field in ("name", "title", "email", "phone")}
    services = {f"local_safeguarding.{which}.{field}" for which in SERVICES for field in ("name", "phone", "email", "url")}
    school = {f"school.{field}" for field in ("urn", "website", "site_url", "phone", "email", "local_authority", "trust")}
    others = {"filtering.filter", "filtering.monitor", "review.approved_by", "review.approved_on", "brand.colour", "brand.logo"}
    return frozenset(people | services | school | others | {f"links.{name}" for name in LINKS})


_OPTIONAL = _optional_paths()


class _Values:
    """Draws the values of one school; some of them awkward, if that is wanted."""

    def __init__(self, chance: random.Random, share: float) -> None:
        self.chance, self._share = chance, share
        self.place = chance.choice(_PLACES) + chance.choice(_ENDS)
        self.host = f"{self.place.lower()}-{chance.randrange(100_000):05}.example"

    def text(self, plain: str) -> str:
        """Give a text: as it is, or with something awkward in it, or as long as can be."""
        if self.chance.random() >= self._share:
            return plain
        awkward = self.chance.choice(AWKWARD)
        made = self.chance.choice((f"{plain} {awkward}", f"{awkward} {plain}", f"A {awkward}"))
        if self.chance.random() < 0.1:
            made = (f"{made} " * LONGEST)[:LONGEST].rstrip()
        return made[:LONGEST].rstrip()

    def name(self) -> str:
        return self.text(f"{self.chance.choice(('Ms', 'Mr', 'Mrs', 'Miss', 'Dr', 'Mx'))} {self.chance.choice(_FIRST)} {self.chance.choice(_LAST)}")

    def email(self, before: str) -> str:
        odd = self.chance.random() < self._share
        return (self.chance.choice(("o'brien", "a+b&c", "x_y_z", "%41")) + "." if odd else "") + f"{before}@{self.host}"

    def phone(self) -> str:
        digits = f"{self.chance.randrange(1_000):03}"
        odd = self.chance.random() < self._share
        return self.chance.choice((f"+44 (0)1632 960{digits} ext 4", f"(01632) 960-{digits}", "101")) if odd else f"01632 960{digits}"

    def web(self, path: str) -> str:
        odd = self.chance.random() < self._share
        return f"https://{self.host}/{path}" + (self.chance.choice(("?a=1&b=2#c", "/%7Ex/(y)", "?q=**x**&lt;")) if odd else "")

    def day(self, first: int, last: int) -> str:
        return f"{self.chance.randint(first, last)}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"


def write_school(folder: Path, facts: Facts, core: Core, chance: random.Random, shares: Shares = PLAIN) -> Path:
    """Write a school's folder from its facts; give the folder."""
    values = _Values(chance, shares.awkward if chance.random() < shares.awkward_schools else 0.0)
    given = facts[GIVEN]
    if "brand.logo" in given and chance.random() >= shares.logo:
        given = given - {"brand.logo"}
    profile = _profile(facts, given, values, core.vocabulary)
    _set_apart(profile["school"], folder.name)
    if core.words.answers and chance.random() < 0.3:
        profile["common_questions"] = chance.sample(sorted(core.words.answers), chance.randint(1, 12))
    folder.mkdir(parents=True)
    if "brand.logo" in given:
        (folder / "crest.png").write_bytes(_png(chance))
    path = folder / "school.yml"
    path.write_text(write_yaml(profile), "utf-8", newline="\n")
    if chance.random() < shares.approved and core.words.policies:
        profile["review"] |= _approvals(folder, core, chance)
        path.write_text(write_yaml(profile), "utf-8", newline="\n")
    return folder


def _set_apart(school: dict, name: str) -> None:
    """Make the number and the address those of no other school: what is drawn by chance comes twice among some hundred."""
    if "urn" in school:
        school["urn"] = str(int.from_bytes(name.encode(), "big"))
    if "site_url" in school:
        school["site_url"] = school["site_url"].replace("://", f"://{name}.", 1)


def _profile(facts: Facts, given: frozenset[str], values: _Values, vocabulary: Vocabulary) -> dict:
    chance = values.chance
    youngest, oldest = _ages(facts, chance)
    school = {"name": values.text(f"{values.place} School"), "nation": _one(facts, "nation"), "phase": _one(facts, "phase")}
    school |= {"ages": {"from": str(youngest), "to": str(oldest)}, "type": _one(facts, "type")}
    if chance.random() < 0.5:
        school["short_name"] = values.text(values.place)
    makers = {
        "urn": lambda: str(chance.randrange(100_000, 150_000)), "website": lambda: values.web(""), "phone": values.phone,
        "site_url": lambda: f"https://{chance.choice(('rules.', ''))}{values.host}/" + chance.choice(("", "rules/", "a/b.c/~d/")),
        "email": lambda: values.email("office"), "local_authority": lambda: values.text("Fernshire Council"),
        "trust": lambda: values.text("Fernshire Learning Trust"),
    }  # fmt: skip
    school |= {field: make() for field, make in makers.items() if f"school.{field}" in given}
    if "school.address" in given:
        school["address"] = [values.text(line) for line in (f"{chance.randrange(1, 200)} {values.place} Lane", "Fernbridge", "FB1 2AL")]
    people = {who: _person(who, given, values) for who in ("head", "safeguarding_lead", *PEOPLE)}
    people["head"].setdefault("name", "Ms Not Published")
    if "people.head.name" not in given:
        people["head"]["show_name"] = "no"
    if "people.deputy_safeguarding_leads" in given:
        people["deputy_safeguarding_leads"] = [_person("", frozenset({".name", chance.choice((".phone", ".email", ".title"))}), values) for _ in range(chance.randint(1, 4))]
    if chance.random() < 0.3:
        people["network_manager"] = {"name": values.name(), "mobile": "07700 900123"}
    services = {which: _service(which, given, values) for which in SERVICES}
    profile = {
        "school": school, "people": {who: person for who, person in people.items() if person},
        "local_safeguarding": {which: service for which, service in services.items() if service},
        "hours": {"reply": values.text("8am to 5pm on school days")} if chance.random() < 0.5 else {},
        "filtering": {field: values.text(f"Exemplar {field.title()}") for field in ("filter", "monitor") if f"filtering.{field}" in given},
        "links": {name: values.web(name) for name in LINKS if f"links.{name}" in given},
        "paper_copies": {"ask": values.text("the school office")} if chance.random() < 0.5 else {},
        "brand": {}, "review": _review(given, values), "accounts": _accounts(facts, values) if "accounts" in given else [],
        "decisions": {id: _one(facts, id) for id in vocabulary.decisions},
    }  # fmt: skip
    if "brand.colour" in given:
        profile["brand"]["colour"] = f"#{chance.randrange(0x1000000):06x}"
    if "brand.logo" in given:
        profile["brand"]["logo"] = "crest.png"
    return {name: part for name, part in profile.items() if part}


def _person(who: str, given: frozenset[str], values: _Values) -> dict[str, str]:
    before = f"people.{who}" if who else ""
    makers = {"name": values.name, "title": lambda: values.text("Director of care"), "email": lambda: values.email(who or "deputy"), "phone": values.phone}
    return {field: make() for field, make in makers.items() if f"{before}.{field}" in given}


def _service(which: str, given: frozenset[str], values: _Values) -> dict[str, str]:
    makers = {"name": lambda: values.text("Fernshire Front Door"), "phone": values.phone, "email": lambda: values.email(which), "url": lambda: values.web(which)}
    return {field: make() for field, make in makers.items() if f"local_safeguarding.{which}.{field}" in given}


def _review(given: frozenset[str], values: _Values) -> dict:
    review: dict = {"owner": values.text(values.chance.choice(_ROLES)), "review_by": values.day(2027, 2028)}
    if "review.approved_by" in given:
        review["approved_by"] = values.text(values.chance.choice(_BODIES))
    if "review.approved_on" in given:
        review["approved_on"] = values.day(2025, 2026)
    return review


def _accounts(facts: Facts, values: _Values) -> list[dict]:
    """Give a register that agrees with what the school has decided about accounts."""
    chance, decided = values.chance, _one(facts, "official_accounts")
    made = []
    for number in range(chance.choice((1, 1, 2, 3, 6, 12))):
        platform = chance.choice(("Facebook", "Instagram", "X", "YouTube", "LinkedIn", "Bluesky"))
        account = {
            "platform": values.text(platform), "handle": values.text(f"@{values.place.lower()}{number}"), "url": values.web(f"account-{number}"),
            "purpose": values.text("News, dates and closures."), "audience": values.text("parents and carers"), "owner_role": values.text("Office manager"),
            "senior_access": ["Headteacher", "Deputy head"],
        }  # fmt: skip
        if chance.random() < 0.5:
            account |= {"opened": values.day(2015, 2022), "checked": values.day(2023, 2026)}
        if decided == "none" or chance.random() < 0.15:
            account["closed"] = values.day(2023, 2026)
        if (decided != "whole-school" or "closed" in account) and chance.random() < 0.4:
            account["department"] = values.text("Physical education")
        if _one(facts, "account_replies") != "broadcast" and chance.random() < 0.4:
            account["replies"] = chance.choice(("broadcast", "replies-in-hours"))
        if _one(facts, "follower_approval") != "approve-each" and chance.random() < 0.4:
            account["followers"] = chance.choice(("approve-each", "open"))
        made.append(account)
    return made


def _approvals(folder: Path, core: Core, chance: random.Random) -> dict:
    """Give approvals of some policies that a school has: of the version that it has, or of one that is no more."""
    school, finder = core.school(folder), VersionFinder(core.words)
    policies = [policy for policy in core.words.policies.values() if policy.when.holds(school.facts)]
    chosen = chance.sample(policies, chance.randint(1, len(policies)))
    review = school.profile.review
    own = ({} if review.approved_by else {"by": "the full governing body"}) | ({} if review.approved_on else {"on": "2026-11-12"})
    versions = {policy.name: chance.choice((finder.find(policy, school.facts), "0123abcd")) for policy in chosen}
    return {"approved": {name: {"version": version, **own} if own else version for name, version in versions.items()}}


def _png(chance: random.Random) -> bytes:
    """Give a small picture: a square of one colour."""
    side, pixel = 32, bytes(chance.randrange(256) for _ in range(3))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + pixel * side) * side
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write_yaml(content: Mapping, indent: str = "") -> str:
    """Write a profile as YAML, every value in quotes; several times faster than a library that has to guess which need them."""
    lines = []
    for key, value in content.items():
        if isinstance(value, Mapping):
            lines.append(f"{indent}{key}:\n{write_yaml(value, indent + '  ')}")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            lines.append(f"{indent}{key}:\n" + "".join(_entry(entry, indent + "  ") for entry in value))
        else:
            lines.append(f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}\n")
    return "".join(lines)


def _entry(entry: object, indent: str) -> str:
    if isinstance(entry, Mapping):
        return f"{indent}- {write_yaml(entry, indent + '  ').lstrip()}"
    return f"{indent}- {json.dumps(entry, ensure_ascii=False)}\n"


Case = tuple[object, object]


class Cover:
    """Which cases of which choices some facts meet, among all that the words of a core hold."""

    def __init__(self, core: Core) -> None:
        everything = hold_everything(core.composed, core.vocabulary)
        self._choices = tuple(everything.numbers.numbers)  # by their conditions
        self._pages = everything.whens
        self._given = sorted((_OPTIONAL | {"accounts", "people.deputy_safeguarding_leads", "school.address"}) - set(TITLES))

    def met(self, facts: Facts) -> frozenset[Case]:
        """Give the case of every choice that a school with these facts gets, and which pages and values it has."""
        known: dict[Condition, bool] = {}
        facts = {**facts, GIVEN: facts[GIVEN] | set(TITLES)}  # a title that isn't typed is the usual one, so there is one always

        def holds(condition: Condition) -> bool:
            if condition not in known:
                known[condition] = condition.holds(facts)
            return known[condition]

        cases: set[Case] = {
            (number, next((case for case, condition in enumerate(conditions) if holds(condition)), -1))
            for number, conditions in enumerate(self._choices)
        }
        cases |= {(id, holds(when)) for id, when in self._pages.items()}
        return frozenset(cases | {(path, path in facts[GIVEN]) for path in self._given})

    def aim(self, facts: Facts, vocabulary: Vocabulary, chance: random.Random) -> Iterator[Facts]:
        """Give schools that differ from one by meeting some condition that stands in the words, one for each."""
        wanted = {condition for conditions in self._choices for condition in conditions} | set(self._pages.values())
        for condition in sorted(wanted, key=str):
            for tests in condition.alternatives:
                changed = dict(facts)
                for test in tests:
                    if test.key == GIVEN:
                        changed[GIVEN] = changed[GIVEN] | frozenset(test.values)
                    elif test.key in changed:
                        changed[test.key] = frozenset({chance.choice(test.values)})
                yield possible(changed, vocabulary, chance)


def pick_cover(core: Core, seed: int = 1, candidates: int = 150) -> tuple[list[Facts], frozenset[Case], frozenset[Case]]:
    """Pick a few schools that together meet every case that any of a great many meets.

    Greedy: of the candidates drawn by chance, and of those made to meet each condition, always the one that meets most that is missing.
    Gives the facts of the schools, the cases that they meet and those that any candidate met.
    """
    chance, cover = random.Random(seed), Cover(core)
    pool = [draw_facts(core.vocabulary, chance) for _ in range(candidates)]
    pool += list(cover.aim(pool[0], core.vocabulary, chance))
    met = [(facts, cover.met(facts)) for facts in pool]
    there = frozenset().union(*(cases for _, cases in met))
    missing, chosen = set(there), []
    while missing:
        facts, cases = max(met, key=lambda pair: len(pair[1] & missing))
        chosen.append(facts)
        missing -= cases
    return chosen, there - missing, there
