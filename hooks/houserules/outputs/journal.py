# Where two folders can't be exchanged in one move, the old site is first set aside, and the place is empty for a moment.
# The folder that was set aside is itself the entry in the journal: it stands under a name at which nothing else ever
# stands, so the journal can't say anything else than what is the case, and needs no write that could be lost.
#
#   staged  site  aside     what happened                          what the next run does
#   new     old   -         nothing yet                            nothing
#   new     -     old       stopped after the first rename         completes: the new one goes in (else undoes)
#   -       -     old       the same, and the new one is gone      undoes: the old one goes back
#   -       new   old       stopped after the second rename        takes the old one away
#   old     new   -         done (as after an exchange)            takes the old one away
#
# Whoever touches `staged` must therefore settle first: as long as something is aside, `staged` is a finished site.
"""Replace one folder by another with renames that can be completed or undone, whenever they are interrupted."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from houserules.outputs.exchange import Moves


def replace_folder(staged: Path, site: Path, aside: Path, moves: Moves) -> None:
    """Put `staged` where `site` is, and `site` where `staged` was, by way of `aside`, at which nothing may stand.

    Raises OSError if that can't be done, with the old site put back; if it can't even be put back, it is left aside.
    """
    try:
        moves.move(site, aside)
        moves.move(staged, site)
    except BaseException:  # Ctrl-C too
        if os.path.lexists(aside) and not os.path.lexists(site):
            with suppress(OSError):
                moves.move(aside, site)
        raise
    with suppress(OSError):  # the new site stands; the next run takes the old one away
        moves.move(aside, staged)


def settle_folder(staged: Path, site: Path, aside: Path, moves: Moves) -> None:
    """Complete or undo a replacement that was interrupted; do nothing where nothing is aside.

    Afterwards `site` is whole, and nothing is aside. Raises OSError if neither can be done.
    """
    if not os.path.lexists(aside):
        return
    if not os.path.lexists(site):
        if staged.is_dir():
            with suppress(OSError):
                moves.move(staged, site)
        if not os.path.lexists(site):
            moves.move(aside, site)
            return
    moves.remove(staged)
    moves.move(aside, staged)
