# Where a name is common to two nations it stands with both. Some are left out on purpose: "governors", which these pages
# explain for everybody, and bodies of the United Kingdom (ICO, Ofcom, CEOP, NSPCC, the Equality Act apart).
"""Nations: names of bodies, laws, posts and documents that belong to some of the four nations only."""

from __future__ import annotations

import re
from collections.abc import Iterator

ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "england", "wales", "scotland", "northern-ireland"

# A name, as a pattern, and the nations whose schools may read it.
NATIONAL: dict[str, tuple[str, ...]] = {
    # England
    r"\bOfsted\b": (ENGLAND,),
    r"\bDSLs?\b|[Dd]esignated safeguarding lead": (ENGLAND,),
    r"\bLADOs?\b|[Ll]ocal authority designated officer": (ENGLAND,),
    r"[Cc]hildren's social care": (ENGLAND,),
    r"\bKCSIE\b|Keeping children safe in education": (ENGLAND,),
    r"\bEYFS\b|[Ee]arly years foundation stage": (ENGLAND,),
    r"Department for Education|\bDfE\b": (ENGLAND,),
    r"\bRSHE\b|[Rr]elationships,? (?:education|sex and health education)": (ENGLAND,),
    r"Working [Tt]ogether to [Ss]afeguard": (ENGLAND,),
    r"Teaching Regulation Agency|\bTRA\b|Teachers' [Ss]tandards": (ENGLAND,),
    r"\bAcademies\b|\bacademies\b|\bacademy\b|[Aa]cademy trust|\b[Ff]ree schools?\b": (ENGLAND,),
    r"\bEHCPs?\b|\bEHC plan|[Ee]ducation, health and care plan|\bSEND\b": (ENGLAND,),
    r"\bUKCIS\b": (ENGLAND,),
    r"Safer Recruitment Consortium": (ENGLAND,),
    # two or three nations
    r"\bSENCOs?\b|[Ss]pecial educational needs": (ENGLAND, NORTHERN_IRELAND),
    r"\b[Kk]ey [Ss]tages?\b|\bKS[1-5]\b": (ENGLAND, NORTHERN_IRELAND),
    r"\b[Ss]ixth[ -][Ff]orm|\bGCSEs?\b|\bA[- ]levels?\b": (ENGLAND, WALES, NORTHERN_IRELAND),
    r"\b[Hh]ead ?teachers?\b": (ENGLAND, WALES, SCOTLAND),
    r"Equality Act|\bPrevent duty\b": (ENGLAND, WALES, SCOTLAND),
    r"\bDBS\b|Disclosure and Barring|\bCPS\b|Crown Prosecution|Education and Inspections Act|Sexual Offences Act 2003": (ENGLAND, WALES),
    r"Crime and Policing Act|Malicious Communications Act|Protection of Children Act|Children Act (?:1989|2004)": (ENGLAND, WALES),
    r"[Ll]ocal authorit(?:y|ies)\b": (ENGLAND, WALES, SCOTLAND),
    r"Report Fraud": (ENGLAND, WALES, NORTHERN_IRELAND),
    # Wales
    r"\bEstyn\b|\bHwb\b|Welsh Government|\bSenedd\b|\bin Wales\b": (WALES,),
    r"\bDSPs?\b|[Dd]esignated safeguarding person": (WALES,),
    r"\bEWC\b|Education Workforce Council|Care Inspectorate Wales|\bCIW\b": (WALES,),
    r"Keeping [Ll]earners [Ss]afe|Wales Safeguarding Procedures|Curriculum for Wales|\bRSE\b": (WALES,),
    r"[Aa]dditional [Ll]earning [Nn]eeds|\bALN(?:Co)?\b|[Cc]hildren's social services": (WALES,),
    # Scotland
    r"\bGTCS\b|GTC Scotland|General Teaching Council for Scotland": (SCOTLAND,),
    r"Education Scotland|HM Inspectors|\bHMIE\b|inspectorate for Scotland|\bSSSC\b|Scottish": (SCOTLAND,),
    r"Police Scotland|Procurator Fiscal|[Cc]hildren's (?:hearing|[Rr]eporter)|[Cc]hildren's social work": (SCOTLAND,),
    r"\bGIRFEC\b|Getting it right for every child|SHANARRI|Curriculum for Excellence|[Nn]amed [Pp]erson": (SCOTLAND,),
    r"[Cc]hild protection co-?ordinator|\b[Dd]epute\b|\b[Pp]arent council|\beducation authority\b|\bin Scotland\b": (SCOTLAND,),
    r"\bPVG\b|Disclosure Scotland|[Aa]dditional support needs|\b[Ss]enior phase\b|\bS[1-6]\b|\b[Pp]rimary [1-7]\b": (SCOTLAND,),
    r"\bSQA\b|Qualifications Scotland|\bNational 5": (SCOTLAND,),
    # Northern Ireland
    r"\bPSNI\b|Police Service of Northern Ireland|\bAccessNI\b|Public Prosecution Service": (NORTHERN_IRELAND,),
    r"\bCCEA\b|\bCCMS\b|\bC2[kK]\b|\bEducation Authority\b": (NORTHERN_IRELAND,),
    r"Education and Training Inspectorate|\bETI\b|\bGTCNI\b|General Teaching Council for Northern Ireland": (NORTHERN_IRELAND,),
    r"Department of Education\b(?!, Australia)|\bSBNI\b|Safeguarding Board for Northern Ireland": (NORTHERN_IRELAND,),
    r"[Gg]ateway [Tt]eam|[Hh]ealth and [Ss]ocial [Cc]are [Tt]rust|[Dd]esignated teacher|\bin Northern Ireland\b": (NORTHERN_IRELAND,),
}  # fmt: skip


NAMED = re.compile("|".join(f"(?:{pattern})" for pattern in NATIONAL))
_FOREIGN = {
    nation: re.compile("|".join(f"(?:{pattern})" for pattern, nations in NATIONAL.items() if nation not in nations))
    for nation in (ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND)
}


def find_foreign_names(text: str, nation: str) -> Iterator[str]:
    """Give the names in a text, as its readers see it, that don't belong to their nation."""
    yield from (found.group() for found in _FOREIGN[nation].finditer(text))
