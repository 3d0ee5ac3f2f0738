"""Stages of education, derived from the ages that a school takes."""

from __future__ import annotations

from houserules.profile.fields import Nation, Phase

# Ages at the start and the end of each stage. England's names are the ids; each nation's own names are for display.
# England: Education Act 2002 s.82 (key stages) and the EYFS framework. Wales has progression steps, Scotland levels,
# and Northern Ireland a foundation stage before key stage 1, none of which fall on exactly the same ages.
STAGES: dict[str, tuple[int, int]] = {
    "eyfs": (0, 5),
    "ks1": (5, 7),
    "ks2": (7, 11),
    "ks3": (11, 14),
    "ks4": (14, 16),
    "ks5": (16, 19),
}

STAGE_NAMES: dict[Nation, dict[str, str]] = {
    Nation.ENGLAND: {
        "eyfs": "early years", "ks1": "key stage 1", "ks2": "key stage 2", "ks3": "key stage 3", "ks4": "key stage 4", "ks5": "sixth form",
    },
    Nation.WALES: {
        "eyfs": "early years", "ks1": "years 1 and 2", "ks2": "years 3 to 6", "ks3": "years 7 to 9", "ks4": "years 10 and 11", "ks5": "sixth form",
    },
    Nation.SCOTLAND: {
        "eyfs": "early level", "ks1": "primary 2 and 3", "ks2": "primary 4 to 7", "ks3": "S1 to S3", "ks4": "S4", "ks5": "S5 and S6",
    },
    Nation.NORTHERN_IRELAND: {
        "eyfs": "early years", "ks1": "primary 3 and 4", "ks2": "primary 5 to 7", "ks3": "years 8 to 10", "ks4": "years 11 and 12", "ks5": "sixth form",
    },
}  # fmt: skip


# In Scotland pupils leave P7, the last class of primary school, at 11 or 12: one year later than the stages of England say.
_SCOTTISH_PRIMARY_ENDS, _KS2_ENDS = 12, STAGES["ks2"][1]


def find_stages(youngest: int, oldest: int, nation: str = "", phase: str = "") -> frozenset[str]:
    """Give the ids of the stages that a school with pupils from the youngest to the oldest age (in years) has.

    A stage counts where the school has pupils for at least one year of it: ages 4 to 11 are eyfs, ks1 and ks2.
    So are ages 4 to 12 at a primary school in Scotland.
    """
    if (nation, phase, oldest) == (Nation.SCOTLAND, Phase.PRIMARY, _SCOTTISH_PRIMARY_ENDS):
        oldest = _KS2_ENDS
    return frozenset(id for id, (start, end) in STAGES.items() if youngest < end and oldest > start)
