"""Every value of England's register has its meaning, and a row becomes the facts that it states and no others."""

from __future__ import annotations

import itertools

import pytest

from houserules.profile.fields import Phase, SchoolType
from houserules.register.england import NO_PROFILE, PHASES, STATUSES, TYPES, read_establishment
from houserules.register.table import Row

# The types in the register's download of September 2026, and the two of its separate download of children's centres.
IN_THE_REGISTER = """
Academy 16 to 19 sponsor led|Academy 16-19 converter|Academy alternative provision converter|Academy alternative provision sponsor led
Academy converter|Academy secure 16 to 19|Academy special converter|Academy special sponsor led|Academy sponsor led|British schools overseas
City technology college|Community school|Community special school|Foundation school|Foundation special school|Free schools 16 to 19
Free schools alternative provision|Free schools special|Free schools|Further education|Higher education institutions
Institution funded by other government department|Local authority nursery school|Miscellaneous|Non-maintained special school|Offshore schools
Online provider|Other independent school|Other independent special school|Pupil referral unit|Secure units|Service children's education
Sixth form centres|Special post 16 institution|Studio schools|University technical college|Voluntary aided school|Voluntary controlled school
Welsh establishment|Children's centre|Children's centre linked site
"""
SCHOOL = {
    "URN": "900001", "EstablishmentName": "Any School", "TypeOfEstablishment (name)": "Community school", "PhaseOfEducation (name)": "Primary",
    "EstablishmentStatus (name)": "Open",
}  # fmt: skip
SAID = {
    "school.name": "Any School",
    "school.urn": "900001",
    "school.nation": "england",
    "school.phase": "primary",
    "school.type": "maintained",
}
# What a row says beside the above, and what then stands in the profile beside the above; None for nothing at all.
FACTS = {
    "ages": ({"StatutoryLowAge": "4", "StatutoryHighAge": "11"}, {"school.ages.from": "4", "school.ages.to": "11"}),
    "a whole address": (
        {"Street": "1 High Street", "Locality": "Upton", "Address3": "", "Town": "Fernbridge", "County (name)": "Not recorded", "Postcode": "FB1 1AA"},
        {"school.address": ("1 High Street", "Upton", "Fernbridge", "FB1 1AA")},
    ),
    "a semicolon in an address": ({"Street": "The Lodge; High Street"}, {"school.address": ("The Lodge, High Street",)}),
    "a website without its beginning": ({"SchoolWebsite": "www.any.example"}, {"school.website": "https://www.any.example"}),
    "a website with it": ({"SchoolWebsite": "http://any.example/x"}, {"school.website": "http://any.example/x"}),
    "a head": (
        {"HeadTitle (name)": "Mrs", "HeadFirstName": "Zoë ", "HeadLastName": "O’Hara", "HeadPreferredJobTitle": "Headteacher"},
        {"people.head.name": "Mrs Zoë O’Hara"},
    ),
    "a principal": ({"HeadLastName": "Lee", "HeadPreferredJobTitle": "Principal"}, {"people.head.name": "Lee", "people.head.title": "principal"}),
    "a post of one's own": ({"HeadPreferredJobTitle": "Head of Centre"}, {"people.head.title": "Head of Centre"}),
    "a head without a title": ({"HeadTitle (name)": "Not recorded", "HeadFirstName": "Jo", "HeadLastName": "Lee"}, {"people.head.name": "Jo Lee"}),
    "nobody": ({"HeadTitle (name)": "Mr", "HeadFirstName": "Vacant", "HeadLastName": "Vacant"}, {}),
    "a first name alone": ({"HeadTitle (name)": "Mr", "HeadFirstName": "Jo", "HeadLastName": ""}, {}),
    "the authority": ({"LA (name)": "Fernshire", "LA (code)": "999"}, {"school.local_authority": "Fernshire"}),
    "the trust of an academy": (
        {"TypeOfEstablishment (name)": "Academy converter", "Trusts (name)": "A Trust"}, {"school.type": "academy", "school.trust": "A Trust"},
    ),
    "the foundation of a maintained school": ({"Trusts (name)": "A Foundation"}, {}),
    "capitals of another year": ({"TypeOfEstablishment (name)": "Voluntary Aided School", "PhaseOfEducation (name)": "All Through"}, {"school.phase": "all-through"}),
    "a special school whose phase says its ages": (
        {"TypeOfEstablishment (name)": "Academy special converter", "PhaseOfEducation (name)": "Secondary"}, {"school.type": "academy", "school.phase": "special"},
    ),
    "an independent school": ({"TypeOfEstablishment (name)": "Other independent school", "PhaseOfEducation (name)": "Not applicable"}, {"school.type": "independent", "school.phase": None}),
    "a sixth form centre": ({"TypeOfEstablishment (name)": "Sixth form centres", "PhaseOfEducation (name)": "16 plus"}, {"school.type": None, "school.phase": "sixth-form"}),
    "one that is to open": ({"EstablishmentStatus (name)": "Proposed to open"}, {}),
    "formulas": ({"EstablishmentName": "=1+1", "Street": "+cmd|' /C calc'!A0"}, {"school.name": "=1+1", "school.address": ("+cmd|' /C calc'!A0",)}),
    "spaces that don't break": ({"EstablishmentName": "Any\xa0 School "}, {}),
}  # fmt: skip
UNUSABLE = {
    "a telephone number that Excel had": ({"TelephoneNum": "1632960100"}, "school.phone", "'1632960100' has lost the 0 at its beginning"),
    "a telephone number that is none": ({"TelephoneNum": "see website"}, "school.phone", "'see website' isn't a telephone number."),
    "a website that is none": ({"SchoolWebsite": "http://http://any.example"}, "school.website", "isn't a web address."),
    "a script": ({"SchoolWebsite": "javascript:alert(1)"}, "school.website", "isn't a web address."),
    "an age over any": ({"StatutoryHighAge": "99"}, "school.ages.to", "it can't be more than 25."),
    "an age that is none": ({"StatutoryLowAge": "four"}, "school.ages.from", "'four' isn't a whole number."),
    "no sixth form at 18": ({"PhaseOfEducation (name)": "Secondary", "StatutoryHighAge": "18", "OfficialSixthForm (name)": "Does not have a sixth form"}, "school.ages.to", "pupils stay to 18"),
    "a sixth form at 16": ({"PhaseOfEducation (name)": "Secondary", "StatutoryHighAge": "16", "OfficialSixthForm (name)": "Has a sixth form"}, "school.ages.to", "pupils leave at 16"),
    "a letter that turns the text round": ({"HeadLastName": "Lee\u202e"}, "people.head.name", "The character U+202E (right-to-left override) can't be used here."),
    "a letter that we use ourselves": ({"Street": "\ue000 High Street"}, "school.address", "The character U+E000"),
    "far too much": ({"Street": "x" * 300}, "school.address", "This is 300 characters long, and there is room for 200."),
}  # fmt: skip
REFUSED = {
    "closed": ({"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2019"}, "It is closed (since 31-08-2019).", False),
    "a secure unit": ({"TypeOfEstablishment (name)": "Secure units"}, NO_PROFILE["Secure units"], False),
    "in Wales": ({"GOR (name)": "Wales (pseudo)"}, NO_PROFILE["Welsh establishment"], False),
    "no number": ({"URN": ""}, "It has no number (URN).", True),
    "a number that is none": ({"URN": "12/x"}, "'12/x' isn't a school's number in the register (URN).", True),
    "no name": ({"EstablishmentName": " "}, "It has no name.", True),
    "a name that is none": ({"EstablishmentName": "[Insert name]"}, "Its name can't be used: '[Insert name]' looks like", True),
    "an unknown type": ({"TypeOfEstablishment (name)": "Comunity school"}, "The type 'Comunity school' isn't one that Houserules knows. Did you mean 'Community school'?", True),
    "no type": ({"TypeOfEstablishment (name)": ""}, "The register gives no type.", True),
    "an unknown phase": ({"PhaseOfEducation (name)": "Upper"}, "The phase 'Upper' isn't one that Houserules knows.", True),
    "no phase": ({"PhaseOfEducation (name)": ""}, "The register gives no phase.", True),
    "an unknown status": ({"EstablishmentStatus (name)": "Opn"}, "The status 'Opn' isn't one that Houserules knows. Did you mean 'Open'?", True),
    "a nursery that is secondary": ({"TypeOfEstablishment (name)": "Local authority nursery school", "PhaseOfEducation (name)": "Secondary"}, "which don't go together.", True),
}  # fmt: skip


def read(vocabulary, cells):
    """Read one row of the register."""
    return read_establishment(Row(2, SCHOOL | cells), vocabulary)


def test_every_type_has_its_meaning():
    """Each type that the register has is ours or has its reason, and never both."""
    assert sorted(filter(None, IN_THE_REGISTER.replace("\n", "|").split("|"))) == sorted([*TYPES, *NO_PROFILE])


@pytest.mark.parametrize(("kind", "phase"), list(itertools.product([*TYPES, *NO_PROFILE], PHASES)))
def test_every_type_with_every_phase(kind, phase, vocabulary):
    """Whatever their pair, there are facts or there is a reason; the type and the phase are ours or are left open."""
    entry = read(vocabulary, {"TypeOfEstablishment (name)": kind, "PhaseOfEducation (name)": phase})

    assert bool(entry.refused) != bool(entry.facts)
    if entry.facts:
        assert entry.facts.get("school.type", SchoolType.MAINTAINED) in list(SchoolType)
        assert entry.facts.get("school.phase", Phase.PRIMARY) in list(Phase)
        assert ("school.phase" in entry.facts) == (TYPES[kind][1] is not None or PHASES[phase] is not None)


@pytest.mark.parametrize("status", STATUSES)
def test_statuses(status, vocabulary):
    """Of the four states of a school, one has no profile, and two are open."""
    entry = read(vocabulary, {"EstablishmentStatus (name)": status})

    assert (status == "Closed", status.startswith("Open")) == (entry.closed, entry.open)
    assert entry.closed == bool(entry.refused)


@pytest.mark.parametrize(("cells", "facts"), FACTS.values(), ids=FACTS)
def test_facts(cells, facts, vocabulary):
    """What the register states stands in the profile, and nothing beside it."""
    expected = {path: value for path, value in (SAID | facts).items() if value is not None}

    entry = read(vocabulary, cells)

    assert expected == entry.facts
    assert {} == entry.unusable


@pytest.mark.parametrize(("cells", "path", "what"), UNUSABLE.values(), ids=UNUSABLE)
def test_unusable(cells, path, what, vocabulary):
    """What a profile couldn't hold is left out of it and named; the rest is taken."""
    entry = read(vocabulary, cells)

    assert [path] == list(entry.unusable)
    assert what in entry.unusable[path]
    assert path not in entry.facts
    assert "Any School" == entry.facts["school.name"]


@pytest.mark.parametrize(("cells", "why", "mistake"), REFUSED.values(), ids=REFUSED)
def test_refused(cells, why, mistake, vocabulary):
    """A row that can't become a profile says why, and whether somebody should mend it."""
    entry = read(vocabulary, cells)

    assert why in entry.refused
    assert mistake == entry.mistake
    assert {} == entry.facts
