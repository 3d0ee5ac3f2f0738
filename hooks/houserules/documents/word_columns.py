# A word processor fills the first column to its end before it begins the second. Word makes two columns equally long where
# another section follows, but LibreOffice does so only now and then. So the break stands in the file, where this school's words part best.
"""Say where the second column of a Word file begins."""

from __future__ import annotations

import re

MAY_BEGIN = '<w:r><w:br w:type="column"/></w:r>'  # at the beginning of each heading, until one is chosen
_MARK = MAY_BEGIN.encode()
_PARAGRAPH, _WORDS = re.compile(rb"</w:p>"), re.compile(rb"<w:t[ >][^<]*")
_LINE = 44  # signs, more or less


def begin_column(document: bytes) -> bytes:
    """Keep the break at the heading with which the second column begins, so that the two are as equal as they can be.

    Takes the text of document.xml with its values put in; what has no such places is given as it is.
    """
    first, *rest = document.split(_MARK)
    if len(rest) < 2:
        return document
    heights = [_count_lines(part) for part in rest]
    best = min(range(1, len(rest)), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))
    return first + b"".join(rest[:best]) + _MARK + b"".join(rest[best:])


def _count_lines(part: bytes) -> int:
    """Give about how many lines some paragraphs take."""
    lengths = (sum(len(words) for words in _WORDS.findall(paragraph)) for paragraph in _PARAGRAPH.split(part))
    return sum(1 + length // _LINE for length in lengths if length)
