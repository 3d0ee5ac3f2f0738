"""Names that belong to some nations only: each is seen where it may not stand, and let pass where it may."""

from __future__ import annotations

import re

import pytest

from houserules.rules.nations import NATIONAL, find_foreign_names

NATIONS = ("england", "wales", "scotland", "northern-ireland")
E, W, S, N = NATIONS
NAMES = {
    (E,): (
        "Ofsted", "the DSL", "two DSLs", "designated safeguarding lead", "the LADO", "local authority designated officer", "children's social care",
        "KCSIE", "Keeping children safe in education", "EYFS", "the early years foundation stage", "Department for Education", "the DfE", "RSHE",
        "Relationships education", "relationships, sex and health education", "Working Together to Safeguard Children",
        "Teaching Regulation Agency", "Teachers' Standards", "an academy", "Academies", "academy trust", "a free school", "an EHCP",
        "education, health and care plan", "pupils with SEND", "UKCIS", "Safer Recruitment Consortium",
    ),
    (E, N): ("the SENCO", "special educational needs", "key stage 2", "Key Stage 3", "KS2"),
    (E, W, N): ("the sixth form", "a sixth-form student", "a GCSE", "A levels", "an A-level", "Report Fraud"),
    (E, W, S): ("the headteacher", "Head teachers", "the Equality Act", "the Prevent duty", "the local authority", "Local authorities"),
    (E, W): (
        "a DBS check", "Disclosure and Barring Service", "the CPS", "Crown Prosecution Service", "Education and Inspections Act", "Sexual Offences Act 2003",
        "Crime and Policing Act", "Malicious Communications Act", "Protection of Children Act", "Children Act 1989",
    ),
    (W,): (
        "Estyn", "Hwb", "the Welsh Government", "the Senedd", "here in Wales", "the DSP", "designated safeguarding person", "EWC",
        "Education Workforce Council", "Care Inspectorate Wales", "CIW", "Keeping learners safe", "Wales Safeguarding Procedures", "Curriculum for Wales",
        "RSE", "additional learning needs", "ALNCo", "children's social services",
    ),
    (S,): (
        "GTCS", "GTC Scotland", "General Teaching Council for Scotland", "Education Scotland", "HM Inspectors", "the education inspectorate for Scotland",
        "SSSC", "the Scottish Government", "Police Scotland", "Procurator Fiscal", "a children's hearing", "the Children's Reporter",
        "children's social work team", "GIRFEC", "Getting it right for every child", "Curriculum for Excellence", "the named person",
        "child protection coordinator", "child protection co-ordinator", "the depute head", "the parent council", "the education authority",
        "here in Scotland", "PVG", "Disclosure Scotland", "additional support needs", "the senior phase", "S5 and S6", "primary 7", "SQA",
        "Qualifications Scotland", "National 5",
    ),
    (N,): (
        "PSNI", "Police Service of Northern Ireland", "AccessNI", "Public Prosecution Service", "CCEA", "CCMS", "C2k", "the Education Authority",
        "Education and Training Inspectorate", "ETI", "GTCNI", "General Teaching Council for Northern Ireland", "Department of Education", "SBNI",
        "Safeguarding Board for Northern Ireland", "the gateway team", "health and social care trust", "designated teacher", "here in Northern Ireland",
    ),
}  # fmt: skip
NO_NAMES = ("we rely on academic work", "a free place at school", "the New South Wales Department of Education, Australia", "the ICO and Ofcom", "it names a person", "primary pupils", "the head", "the authority")
CASES = [(name, nations) for nations, names in NAMES.items() for name in names]


@pytest.mark.parametrize(("name", "nations"), CASES, ids=[name for name, _ in CASES])
def test_a_name_is_foreign_elsewhere(name, nations):
    """A name is found in every nation to which it doesn't belong, and in no other."""
    text = f"Ask {name}, and then wait."

    assert set(NATIONS) - set(nations) == {nation for nation in NATIONS if list(find_foreign_names(text, nation))}


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_looks_alike_is_no_name(text):
    """What is near to a name, and none, is let pass in all nations."""
    assert [] == [found for nation in NATIONS for found in find_foreign_names(text, nation)]


def test_every_pattern_has_its_names():
    """No pattern of the table goes without a name above that it finds."""
    assert [] == [pattern for pattern in NATIONAL if not any(re.search(pattern, name) for name, _ in CASES)]
