# The words say "ask the {{ people.head.title }}" and "looked after by {{ review.owner }}.": so a title stands without its
# article, an owner with one, and neither with a full stop, however they were typed.
"""Kinds of value that name a post: a title, and whoever looks after something."""

from __future__ import annotations

import re
from typing import Any

from houserules.profile.kinds import LONGEST, check_text, kind, mistake

_NAMED = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|rev|revd|sir|dame)\b\.? +\w.*", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?) +(?=\w)", re.IGNORECASE)
# What is one post or one body among others, and so needs an article where it is typed without one.
_POSTS = (
    "administrator", "assistant", "board", "body", "bursar", "chair", "clerk", "committee", "coordinator", "co-ordinator", "director", "governors", "head",
    "headmaster", "headmistress", "headteacher", "lead", "leader", "manager", "office", "officer", "principal", "secretary", "staff", "teacher", "team", "trustees",
)  # fmt: skip
_BARE = re.compile(rf"(?!(?:the|an?|our|its|each|every|all|any|my|your)\b)(?:[\w'’-]+ ){{0,4}}(?:{'|'.join(_POSTS)})(?: (?:of|for) [^,;]+)?", re.IGNORECASE)


def _title(value: Any) -> str:
    return _ARTICLE.sub("", _post(value), count=1)


def _owner(value: Any) -> str:
    return _with_article(_post(value))


def _whom_to_ask(value: Any) -> str:
    return _with_article(_without_stop(check_text(value)))


def _post(value: Any) -> str:
    text = _without_stop(check_text(value))
    if _NAMED.fullmatch(text):
        raise mistake(f"'{text}' looks like a person's name, and a post is needed here.", "Write the post, such as 'deputy head': people change, and their posts stay.")
    return text


def _with_article(text: str) -> str:
    return f"the {text}" if _BARE.fullmatch(text) and not _NAMED.fullmatch(text) else text


def _without_stop(text: str) -> str:
    """Give a text without the full stop at its end, unless it is that of an abbreviation such as P.E."""
    return text[:-1].rstrip() if text.endswith(".") and "." not in text[:-1] else text


Title = kind(str, _title, {"type": "string", "maxLength": LONGEST})
Owner = kind(str, _owner, {"type": "string", "maxLength": LONGEST})
WhomToAsk = kind(str, _whom_to_ask, {"type": "string", "maxLength": LONGEST})
