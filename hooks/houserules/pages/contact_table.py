"""Who may contact whom: the table of people by channel, made from the rulings and never typed."""

from __future__ import annotations

from houserules.clauses.models import Words
from houserules.clauses.text import Choice, Nodes, Text
from houserules.pages.blocks import Blocks
from houserules.pages.targets import ruling_anchor

# In the order in which people ask: who, whom, and what the pair is called.
PAIRS = (
    ("staff", "pupils", "Staff to pupils"),
    ("pupils", "staff", "Pupils to staff"),
    ("staff", "parents", "Staff to parents and carers"),
    ("parents", "staff", "Parents and carers to staff"),
    ("staff", "former-pupils", "Staff to former pupils"),
    ("volunteers", "pupils", "Volunteers, governors and coaches to pupils"),
)
CHANNELS = {
    "school-platform": "The school's learning platform",
    "school-email": "School email",
    "school-phone": "A school phone",
    "official-account": "An official account of the school",
    "personal-account": "A personal social media account",
    "personal-phone": "A personal phone, text or messaging app",
    "video-call": "A video call",
    "online-game": "An online game",
}


def compose_contact_table(words: Words, blocks: Blocks, verdicts) -> Nodes:
    """Give the table: for each pair of people and each channel the ruling, or a dash where the question makes no sense."""
    cells = {(ruling.who, ruling.whom, ruling.channel): ruling for ruling in words.rulings.values() if ruling.channel}
    pairs = []
    for who, whom, title in PAIRS:
        rows = []
        for channel, name in CHANNELS.items():
            ruling = cells.get((who, whom, channel))
            if ruling is None:
                continue
            verdict = tuple((case.when, blocks.render("verdict.html", case=case, verdict=verdicts[case.verdict])) for case in ruling.cases)
            says = tuple((case.when, (Text(case.says),)) for case in ruling.cases)
            rows.append({"channel": name, "anchor": ruling_anchor(ruling.id), "verdict": (Choice(verdict, inline=True),), "says": (Choice(says, inline=True),)})
        if rows:
            pairs.append({"id": f"{who}-{whom}", "title": title, "rows": rows})
    return blocks.render("contact-table.md", pairs=pairs)
