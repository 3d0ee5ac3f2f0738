# Get Information About Schools, the Department for Education's register of England, as its download "all establishment
# data" has it (135 columns in 2026; the names below have stood since 2017). Every type, phase and status that the
# register has is in a table here, with what it is to us or why it is nothing to us; a value that is in no table is a
# reason to leave the row out, never a guess. Spelling differs between years in capitals and hyphens only.
"""England's register of schools: what its columns and values mean in a profile."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from houserules.problems import did_you_mean
from houserules.profile.edit import Value
from houserules.profile.fields import Nation, Phase, SchoolType
from houserules.profile.kinds import normalise
from houserules.profile.vocabulary import Vocabulary
from houserules.register.entry import Entry
from houserules.register.facts import ADDRESS, check_fact
from houserules.register.table import Row

NUMBER, NAME, TYPE, PHASE = "URN", "EstablishmentName", "TypeOfEstablishment (name)", "PhaseOfEducation (name)"
STATUS, AUTHORITY, TRUST = "EstablishmentStatus (name)", "LA (name)", "Trusts (name)"
REQUIRED = (NUMBER, NAME, TYPE, PHASE, STATUS)
_PLAIN = {  # a field and the column that says it
    "school.ages.from": "StatutoryLowAge",
    "school.ages.to": "StatutoryHighAge",
    "school.website": "SchoolWebsite",
    "school.phone": "TelephoneNum",
    "school.local_authority": AUTHORITY,
    "school.trust": TRUST,
}
_ADDRESS = ("Street", "Locality", "Address3", "Town", "County (name)", "Postcode")
_HEAD = ("HeadTitle (name)", "HeadFirstName", "HeadLastName")
_POST, _SIXTH_FORM = "HeadPreferredJobTitle", "OfficialSixthForm (name)"
COLUMNS = (*REQUIRED, *_PLAIN.values(), "LA (code)", "Trusts (code)", *_ADDRESS, *_HEAD, _POST, _SIXTH_FORM, "CloseDate", "GOR (name)")

_M, _A, _F, _I = SchoolType.MAINTAINED, SchoolType.ACADEMY, SchoolType.FREE_SCHOOL, SchoolType.INDEPENDENT
_S, _AP, _16 = Phase.SPECIAL, Phase.ALTERNATIVE_PROVISION, Phase.SIXTH_FORM
# The register's types: our type, and our phase where the type settles it. None is left for the school to fill in.
TYPES: dict[str, tuple[SchoolType | None, Phase | None]] = {
    "Community school": (_M, None),
    "Voluntary aided school": (_M, None),
    "Voluntary controlled school": (_M, None),
    "Foundation school": (_M, None),
    "Community special school": (_M, _S),
    "Foundation special school": (_M, _S),
    "Pupil referral unit": (_M, _AP),
    "Local authority nursery school": (_M, Phase.NURSERY),
    "Academy sponsor led": (_A, None),
    "Academy converter": (_A, None),
    "Academy special sponsor led": (_A, _S),
    "Academy special converter": (_A, _S),
    "Academy alternative provision sponsor led": (_A, _AP),
    "Academy alternative provision converter": (_A, _AP),
    "Academy 16 to 19 sponsor led": (_A, _16),
    "Academy 16-19 converter": (_A, _16),
    "Free schools": (_F, None),
    "Free schools special": (_F, _S),
    "Free schools alternative provision": (_F, _AP),
    "Free schools 16 to 19": (_F, _16),
    "University technical college": (_F, None),  # the register's group "Free schools" holds these two as well
    "Studio schools": (_F, None),
    "Other independent school": (_I, None),
    "Other independent special school": (_I, _S),
    "Non-maintained special school": (SchoolType.NON_MAINTAINED_SPECIAL, _S),
    "Further education": (SchoolType.FURTHER_EDUCATION, None),
    "Sixth form centres": (None, _16),  # run by schools or by a college: the register doesn't say
    "City technology college": (None, None),  # independent in law, paid for as an academy is
}
_ELSEWHERE = "It isn't in England, and the register doesn't say by which nation's rules it goes."
_NOT_A_SCHOOL = "It isn't a school of a kind for which there are rules here."
NO_PROFILE: dict[str, str] = {
    "Academy secure 16 to 19": "It is a secure children's home as well as a school, and there are no rules for one here.",
    "Secure units": "It is a secure children's home, and there are no rules for one here.",
    "Special post 16 institution": _NOT_A_SCHOOL,
    "Higher education institutions": _NOT_A_SCHOOL,
    "Miscellaneous": _NOT_A_SCHOOL,
    "Institution funded by other government department": _NOT_A_SCHOOL,
    "Online provider": _NOT_A_SCHOOL,
    "Children's centre": _NOT_A_SCHOOL,
    "Children's centre linked site": _NOT_A_SCHOOL,
    "Offshore schools": _ELSEWHERE,
    "British schools overseas": _ELSEWHERE,
    "Service children's education": _ELSEWHERE,
    "Welsh establishment": "It is in Wales, and England's register says neither its phase nor its type: use a list with our own field names.",
}
PHASES: dict[str, Phase | None] = {
    "Nursery": Phase.NURSERY,
    "Primary": Phase.PRIMARY,
    "Middle deemed primary": Phase.MIDDLE,
    "Middle deemed secondary": Phase.MIDDLE,
    "Secondary": Phase.SECONDARY,
    "16 plus": _16,
    "All-through": Phase.ALL_THROUGH,
    "Not applicable": None,
}
STATUSES = {"Open": True, "Open, but proposed to close": True, "Proposed to open": False, "Closed": False}
# How a post stands in a sentence. The usual one isn't written: the pages have it already.
_POSTS = {
    "headteacher": "", "head teacher": "", "principal": "principal", "executive headteacher": "executive headteacher",
    "executive head teacher": "executive headteacher", "executive principal": "executive principal", "head of school": "head of school",
    "acting headteacher": "acting headteacher", "interim headteacher": "interim headteacher", "co-headteacher": "co-headteacher",
    "head": "head", "headmaster": "headmaster", "headmistress": "headmistress", "director": "director", "vice principal": "vice principal",
}  # fmt: skip
_NOTHING = frozenset({
    "", "not applicable", "not recorded", "does not apply", "unknown", "none", "none recorded", "n/a", "vacant", "vacancy", "tbc", "tba", ".", "-",
})  # fmt: skip


def _key(value: str) -> str:
    return re.sub(r"[\s\-\u2010-\u2015]+", " ", value.replace("\u2019", "'")).strip().casefold()


_TYPES = {_key(name): found for name, found in TYPES.items()}
_NO_PROFILE = {_key(name): why for name, why in NO_PROFILE.items()}
_PHASES = {_key(name): phase for name, phase in PHASES.items()}
_STATUSES = {_key(name): is_open for name, is_open in STATUSES.items()}


def glance_at_establishment(row: Row) -> Entry:
    """Give who a row is about and whether it is open, without its facts: enough to say whether it is wanted."""
    status = _key(row.cells.get(STATUS, ""))
    number = _cell(row, NUMBER)
    return Entry(
        row.number,
        key=f"urn:{number}" if number else "",
        name=_cell(row, NAME),
        open=bool(_STATUSES.get(status)),
        closed=status == "closed",
        authorities=tuple(filter(None, (_cell(row, AUTHORITY), _cell(row, "LA (code)")))),
        trusts=tuple(filter(None, (_cell(row, TRUST), _cell(row, "Trusts (code)")))),
    )


def read_establishment(row: Row, vocabulary: Vocabulary) -> Entry:
    """Give what a row of the register says of a school."""
    entry = glance_at_establishment(row)
    number, name, status = _cell(row, NUMBER), entry.name, _cell(row, STATUS)

    def cell(column: str) -> str:
        return _cell(row, column)

    def refuse(why: str, *, mistake: bool = True) -> Entry:
        return replace(entry, refused=why, mistake=mistake)

    if row.wrong:
        return refuse(row.wrong)
    if not re.fullmatch(r"[0-9]{5,7}", number):
        return refuse(f"'{number}' isn't a school's number in the register (URN)." if number else "It has no number (URN).")
    if _key(status) not in _STATUSES:
        return refuse(_unknown("status", status, STATUSES))
    if entry.closed:
        closed_on = cell("CloseDate")
        return refuse(f"It is closed{f' (since {closed_on})' if closed_on else ''}.", mistake=False)
    if not name:
        return refuse("It has no name.")
    try:
        check_fact("school.name", name, vocabulary)
    except ValueError as error:
        return refuse(f"Its name can't be used: {error}")
    if _key(cell(TYPE)) in _NO_PROFILE:
        return refuse(_NO_PROFILE[_key(cell(TYPE))], mistake=False)
    if _key(cell("GOR (name)")).startswith("wales"):
        return refuse(NO_PROFILE["Welsh establishment"], mistake=False)
    if _key(cell(TYPE)) not in _TYPES:
        return refuse(_unknown("type", row.cells[TYPE], [*TYPES, *NO_PROFILE]))
    if _key(row.cells[PHASE]) not in _PHASES:
        return refuse(_unknown("phase", row.cells[PHASE], PHASES))
    kind, settled = _TYPES[_key(cell(TYPE))]
    said = _PHASES[_key(row.cells[PHASE])]
    if settled in (Phase.NURSERY, Phase.SIXTH_FORM) and said not in (settled, None):
        return refuse(f"Its type is '{cell(TYPE)}' and its phase '{cell(PHASE)}', which don't go together.")
    phase = settled or said  # for special schools and alternative provision, the register's phase says the ages once more

    texts: dict[str, str] = {path: cell(column) for path, column in _PLAIN.items()}
    texts |= {
        "school.name": name,
        "school.urn": number,
        "school.nation": Nation.ENGLAND,
        "school.phase": phase or "",
        "school.type": kind or "",
    }
    texts[ADDRESS] = "\n".join(filter(None, map(cell, _ADDRESS))).replace(";", ",")
    texts |= _head(*map(cell, _HEAD), cell(_POST))
    if kind not in (_A, _F):
        texts["school.trust"] = ""  # a maintained school's foundation, say, which governs no academy
    if texts["school.website"] and "://" not in texts["school.website"]:
        texts["school.website"] = f"https://{texts['school.website']}"
    facts: dict[str, Value] = {}
    unusable: dict[str, str] = {}
    for path, text in texts.items():
        if not text:
            continue
        try:
            facts[path] = _check(path, text, vocabulary)
        except ValueError as error:
            unusable[path] = str(error)
    if phase in (Phase.SECONDARY, Phase.ALL_THROUGH) and (doubt := _doubt_sixth_form(facts.get("school.ages.to"), cell(_SIXTH_FORM))):
        unusable["school.ages.to"] = doubt
        del facts["school.ages.to"]
    return replace(entry, facts=facts, unusable=unusable)


def list_covered(columns: Collection[str]) -> frozenset[str]:
    """Give the fields of which an extract with these columns says something."""
    covered = {path for path, column in _PLAIN.items() if column in columns}
    covered |= {"school.name", "school.urn", "school.nation", "school.phase", "school.type"}
    if {"Street", "Town", "Postcode"} & set(columns):
        covered.add(ADDRESS)
    if "HeadLastName" in columns:
        covered.add("people.head.name")
    if _POST in columns:
        covered.add("people.head.title")
    return frozenset(covered)


def _cell(row: Row, column: str) -> str:
    text = " ".join(row.cells.get(column, "").split())
    return "" if text.casefold() in _NOTHING else text


def _doubt_sixth_form(oldest: object, said: str) -> str:
    """Say where the register's oldest age and what it says of a sixth form can't both be true."""
    if not isinstance(oldest, str):
        return ""
    if int(oldest) > 16 and said == "Does not have a sixth form":
        return f"The register says that pupils stay to {oldest}, and that there is no sixth form."
    if int(oldest) <= 16 and said == "Has a sixth form":
        return f"The register says that pupils leave at {oldest}, and that there is a sixth form."
    return ""


def _check(path: str, text: str, vocabulary: Vocabulary) -> Value:
    if path == "school.phone" and re.fullmatch(r"[1-9][0-9]{8,9}", text.replace(" ", "")):
        raise ValueError(f"'{text}' has lost the 0 at its beginning, as it does in Excel. Use the file as it was downloaded.")
    return check_fact(path, text, vocabulary)


def _head(title: str, first: str, last: str, post: str) -> dict[str, str]:
    said = {"people.head.name": " ".join(filter(None, (title, first, last))) if last else ""}
    said["people.head.title"] = _POSTS.get(post.casefold(), post)
    return said


def _unknown(what: str, value: str, known: object) -> str:
    if not value.strip():
        return f"The register gives no {what}."
    fix = did_you_mean(value, known) or "Tell us of it, so that it can be given a meaning."
    return f"The {what} '{normalise(value)[:60]}' isn't one that Houserules knows. {fix}"
