"""The look that Word files and PDFs share: measures, and the colours that don't depend on the school."""

from __future__ import annotations

from docx.shared import Mm

FONT = "Arial"  # on every computer that opens Word files; the PDF brings its own font with it
LEFT = RIGHT_SIDE = Mm(20)
WIDTH = 9638  # of the words, in twentieths of a point: 170 mm
SHEET_SIDE = Mm(15)  # a sheet for the wall has narrower margins, and its words stand in two columns
SHEET_WIDTH, SHEET_GAP = 10205, 454  # 180 mm, and 8 mm between the columns
SHEET_COLUMN = (SHEET_WIDTH - SHEET_GAP) // 2

# Text on white: all pass WCAG AA (4.5 to 1).
VERDICTS = {"allowed": "1E6B3A", "ask-first": "7A4A00", "never": "A3231C"}

# Stand for the school's colours until the letters take their places.
LINK_COLOUR, OWN_COLOUR = "\uf8f0", "\uf8f1"
