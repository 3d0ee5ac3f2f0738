"""Build schools' sites one after another; one school's fault stays that school's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from houserules.core import Core
from houserules.engine import build_site
from houserules.outputs.check_site import check_site
from houserules.outputs.publish import Output, open_output
from houserules.pages.site import Site
from houserules.problems import Place, Problem, Problems, shown


@dataclass(frozen=True)
class Outcome:
    """What became of one school: published, or not and why."""

    slug: str
    published: bool
    problems: tuple[Problem, ...] = ()


def build_fleet(folders: Iterable[Path], out: Path, core: Core, *, strict: bool = False) -> Iterator[Outcome]:
    """Build and publish the schools in some folders into another; give what became of each, one by one.

    All profiles are checked before anything is built; with `strict`, nothing is built unless all are free of problems.
    Raises Problems if nothing can be published into the folder at all.
    """
    plan: list[tuple[str, Site | None, tuple[Problem, ...]]] = []
    for folder in folders:
        try:
            plan.append((folder.resolve().name, core.site(core.school(folder)), ()))
        except Problems as found:
            plan.append((folder.resolve().name, None, found.problems))
    held_back = strict and any(problems for _, _, problems in plan)
    with open_output(out) as output:
        for slug, site, problems in plan:
            if site is None or held_back:
                why = problems or (Problem(Place(slug), "It wasn't built, because another school has problems and --strict was asked for."),)
                yield Outcome(slug, False, why)
            else:
                yield _publish(site, output, core)


def _publish(site: Site, output: Output, core: Core) -> Outcome:
    slug, place = site.school.slug, Place(shown(site.school.folder))
    try:
        staged = output.stage(slug)
        found = [*build_site(core, site, staged), *check_site(staged, tuple(site.pages))]
        if found:
            problems = tuple(Problem(place, f"The site that was made isn't whole: {what}.", "The last good one stands.") for what in found)
            output.discard(slug)
            return Outcome(slug, False, problems)
        output.publish(slug)
    except Problems as found:
        return Outcome(slug, False, found.problems)
    except OSError as error:
        output.discard(slug)
        what = f"The site could not be written: {error.strerror or error}."
        return Outcome(slug, False, (Problem(place, what, "The last good one stands.", "Make room or mend the folder, and build again."),))
    return Outcome(slug, True)
