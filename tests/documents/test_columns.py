"""A sheet's second column begins where its words part best."""

from __future__ import annotations

from houserules.documents.word_columns import MAY_BEGIN, begin_column


def part(title: str, *lines: str) -> str:
    """Give a heading at which a column may begin, and paragraphs below it."""
    paragraphs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in lines)
    return f"<w:p>{MAY_BEGIN}<w:r><w:t>{title}</w:t></w:r></w:p>{paragraphs}"


def test_column_begins_nearest_the_half():
    """Long paragraphs count for more than short ones; of all the places where it could begin, one is left."""
    made = begin_column(("<w:p/>" + part("A", "word " * 80) + part("B", "word") + part("C", *["word"] * 8)).encode()).decode()

    assert 1 == made.count(MAY_BEGIN)
    assert made.index(MAY_BEGIN) < made.index("<w:t>B<") and made.index("<w:t>A<") < made.index(MAY_BEGIN)


def test_other_words_are_as_they_were():
    """Nothing but breaks is taken away, and a document without such places is as it was."""
    whole = "<w:p/>" + part("A", "one") + part("B", "two") + part("C", "three")

    assert whole.replace(MAY_BEGIN, "") == begin_column(whole.encode()).decode().replace(MAY_BEGIN, "")
    assert b"<w:p/>" == begin_column(b"<w:p/>")
