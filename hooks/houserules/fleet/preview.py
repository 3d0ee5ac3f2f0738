# What takes time after an edit is reading words, composing and rendering. So what the edit isn't in is kept (fleet/keeping.py), and
# only the pages that hold it are rendered (fleet/compile.py knows which). The rest is what a fleet does for a school, for one page.
"""Preview: the pages of any school as they would be published, made when somebody asks for them."""

from __future__ import annotations

import gc
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from houserules.clauses.layers import Layer, find_strays
from houserules.core import SETTINGS, VOCABULARY
from houserules.fleet.compile import compile_words
from houserules.fleet.find import find_schools
from houserules.fleet.keeping import KeepingCore, KeepingStore, Kept
from houserules.fleet.setting import read_contents
from houserules.fleet.sheet import make_sheet
from houserules.fleet.store import Store, find_look
from houserules.fleet.watch import Watch
from houserules.fleet.write import Dangling, Settled, SiteWriter
from houserules.outputs.brand import make_logo_files, write_brand_css
from houserules.problems import Problems
from houserules.profile.read import PROFILE, School
from houserules.profile.slug import slug_of

_MOST_WRITERS = 6
_IDLE, _MOMENT = 3, 1  # seconds


@dataclass(frozen=True)
class Shown:
    """A school's site as it can be shown."""

    writer: SiteWriter
    settled: Settled
    folder: Path

    @property
    def name(self) -> str:
        return self.settled.sheet.name

    def file(self, name: str) -> bytes | None:
        """Give a file of the site by its name; None where there is none. Only what is asked for is made."""
        for page in self.settled.pages:
            if page.file == name:
                return self.writer.make_page(self.settled, page)
        if name == "assets/brand.css":
            return write_brand_css(self.settled.sheet.colour).encode()
        if name in self._logo:
            return self._logo[name]
        return self.writer.bundle.assets.get(name) or self._rest.get(name)

    @cached_property
    def _logo(self) -> Mapping[str, bytes]:
        return make_logo_files(self.folder / self.settled.sheet.logo) if self.settled.sheet.logo else {}

    @cached_property
    def _rest(self) -> Mapping[str, bytes]:
        return self.writer.make(self.settled, self._logo).own


@dataclass(frozen=True)
class Seen:
    """A school in the list of all: its slug, its name, and how much is wrong with its profile."""

    slug: str
    name: str
    problems: int = 0


class Preview:
    """The schools of a path, each as it is on the disk at the moment when it is asked for."""

    def __init__(self, path: Path, core: Path, store: Store) -> None:
        self._path, self._core_folder, self._store = path, core, KeepingStore(store.folder)
        self._watch, self._lock = Watch(), threading.RLock()
        self._core: tuple[str, KeepingCore] | None = None
        self._kept: tuple[str, Kept] | None = None
        self._look: tuple[str, str] | None = None
        self._writers: OrderedDict[str, SiteWriter] = OrderedDict()
        self._tried: dict[str, tuple[str, Shown | Problems]] = {}
        self._good: dict[str, Shown] = {}
        self._looked: dict[str, float] = {}
        self._folders: dict[str, Path] = {}
        self._homes: dict[Path, Path] = {}  # of each school, the folder of authorities
        self._names: dict[str, tuple[str, Seen]] = {}
        self._tidying: threading.Timer | None = None

    def folders(self) -> dict[str, Path]:
        """Give the schools' folders by their slugs. Raises Problems where there is none."""
        self._folders = {slug_of(folder): folder for folder in find_schools(self._path)}
        return self._folders

    def has(self, slug: str) -> bool:
        """Say whether there is a school of that name; all are only looked for again where it isn't known."""
        folder = self._folders.get(slug)
        return (folder is not None and (folder / PROFILE).exists()) or slug in self.folders()

    def seen(self, slug: str = "") -> str:
        """Give a hash of everything that a school is made from, or that all are: it has changed where something has."""
        with self._lock:
            try:
                schools = [self._folders[slug] if self.has(slug) else self._path / slug] if slug else sorted(self.folders().values())
            except Problems as found:  # the folder of schools is gone, and may come back
                return _hash(*self._core_seen(), *map(str, found.problems))
            return _hash(*self._core_seen(), self._above(schools), self._watch.folder(*schools))

    def schools(self) -> list[Seen]:
        """Give all schools in the order of their names; only their profiles are looked at."""
        with self._lock:
            folders = self.folders()
            core, shared = self._core_now(), _hash(self._vocabulary(), self._above(folders.values()))
            found = [self._seen(slug, folder, core, shared) for slug, folder in folders.items()]
            return sorted(found, key=lambda seen: (seen.name.casefold(), seen.slug))

    def show(self, slug: str, *, again: bool = True) -> Shown:
        """Give a school's site as it is now. Raises Problems with all that is wrong, and KeyError if there is no such school.

        Not `again`, but as it was a moment ago, is enough for the files that belong to a page.
        """
        with self._lock:
            before = self._tried.get(slug)
            if again or before is None or time.monotonic() - self._looked.get(slug, 0) > _MOMENT:
                now = self.seen(slug)
                if before is None or before[0] != now:
                    self._tidy_later()
                    before = self._tried[slug] = (now, self._try(self._folders[slug]))
                self._looked[slug] = time.monotonic()
            if isinstance(before[1], Problems):
                raise Problems(before[1].problems)
            self._good[slug] = before[1]
            return before[1]

    def last_good(self, slug: str) -> Shown | None:
        """Give a school's site as it was when nothing was wrong with it for the last time, if it was ever since the start."""
        return self._good.get(slug)

    def _tidy_later(self) -> None:
        """Look for rubbish when nobody waits: among so many objects it takes as long as the edit itself."""
        if self._tidying:
            self._tidying.cancel()
        gc.disable()
        self._tidying = threading.Timer(_IDLE, self._tidy)
        self._tidying.daemon = True
        self._tidying.start()

    def _tidy(self) -> None:
        with self._lock:
            gc.collect()
            gc.freeze()
            gc.enable()

    def _try(self, folder: Path) -> Shown | Problems:
        try:
            core = self._core_now()
            school = core.school(folder)
            writer = self._writer(core, school)
            return Shown(writer, writer.settle(make_sheet(school)), folder)
        except Problems as found:
            return found
        except Dangling as found:
            return Problems(need.tell() for need in found.needs)

    def _writer(self, core: KeepingCore, school: School) -> SiteWriter:
        layers = [school.authority.folder, school.folder] if school.authority else [school.folder]
        contents = [read_contents(layer) for layer in layers]
        if problems := [problem for content in contents for problem in content.problems] or [stray for layer in layers for stray in find_strays(Layer("own", layer))]:
            raise Problems(problems)
        look = self._look_now()
        own = [f"{layer}\0{content.words}" if content.words else "" for layer, content in zip(layers, contents, strict=True)]
        key = _hash(look, *self._core_seen(), *own)
        if key not in self._writers:
            words, composed = core.words_for(school)
            bundle = compile_words(words, composed, core, key, look, self._store, documents=False, holder=core.holder(words)).bundle
            while len(self._writers) >= _MOST_WRITERS:
                self._writers.popitem(last=False)
            self._writers[key] = SiteWriter(bundle)
        self._writers.move_to_end(key)
        return self._writers[key]

    def _seen(self, slug: str, folder: Path, core: KeepingCore, shared: str) -> Seen:
        now = _hash(shared, self._watch.folder(folder))
        if slug not in self._names or self._names[slug][0] != now:
            self._tidy_later()
            try:
                self._names[slug] = (now, Seen(slug, core.school(folder).values["school.name"]))
            except Problems as found:
                self._names[slug] = (now, Seen(slug, slug, len(found.problems)))
        return self._names[slug][1]

    def _core_now(self) -> KeepingCore:
        """Give the core as it is now; one that an edit has changed keeps of the one before what is still true."""
        now = _hash(*self._core_seen(), self._watch.folder(*sorted(set(self._homes.values()))))
        if self._core is None or self._core[0] != now:
            frame = _hash(self._vocabulary(), self._core_seen()[1])
            if self._kept is None or self._kept[0] != frame:
                self._kept = (frame, Kept())
            self._core = (now, KeepingCore(self._core_folder, kept=self._kept[1], digest=self._watch.file))
        return self._core[1]

    def _look_now(self) -> str:
        """Give the hash of what shapes pages besides words, worked out where the theme or the settings have changed."""
        now = self._core_seen()[1]
        if self._look is None or self._look[0] != now:
            self._look = (now, find_look(self._core_folder, documents=False))
        return self._look[1]

    def _core_seen(self) -> tuple[str, str]:
        folder = self._core_folder
        return self._watch.folder(folder / "docs"), _hash(self._watch.folder(folder / "overrides"), self._watch.file(folder / SETTINGS))

    def _above(self, schools: Iterable[Path]) -> str:
        """Give the hash of the authorities of some schools, all of them: which one a school uses is only known from its profile."""
        for folder in schools:
            if folder not in self._homes:
                self._homes[folder] = folder.resolve().parent.parent / "authorities"
        homes = {self._homes[folder] for folder in schools}
        return self._watch.folder(*sorted(home for home in homes if home.is_dir()))

    def _vocabulary(self) -> str:
        return self._watch.folder(*(self._core_folder / "docs" / kind for kind in VOCABULARY))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
