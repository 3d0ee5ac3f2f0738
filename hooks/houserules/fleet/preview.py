# What takes time after an edit is reading words, composing and rendering. So each file is parsed once for its content, the theme's
# templates are compiled once, and only the pages that hold the edit are rendered (fleet/compile.py knows which). The rest is
# what a fleet does for a school, for one page.
"""Preview: the pages of any school as they would be published, made when somebody asks for them."""

from __future__ import annotations

import gc
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from houserules.clauses.layers import Layer, Source, find_strays
from houserules.clauses.models import Words
from houserules.clauses.read import read_words
from houserules.core import SETTINGS, Core
from houserules.fleet.compile import compile_words
from houserules.fleet.find import find_schools
from houserules.fleet.hold import Holder
from houserules.fleet.needs import Need
from houserules.fleet.setting import read_contents
from houserules.fleet.sheet import make_sheet
from houserules.fleet.store import Store, find_look
from houserules.fleet.watch import Watch
from houserules.fleet.write import Dangling, Settled, SiteWriter
from houserules.outputs.brand import make_logo_files, write_brand_css
from houserules.pages.blocks import Blocks
from houserules.pages.compose import Composed
from houserules.pages.recompose import Recomposer
from houserules.problems import Problem, Problems
from houserules.profile.read import School

T = TypeVar("T")
_MOST_WRITERS = 6
_MOST_PARSED = 20_000  # files, each in every version that was saved meanwhile
_IDLE = 3  # seconds
_VOCABULARY = ("decisions", "terms", "states")


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


@dataclass(frozen=True)
class _KeepingStore(Store):
    """A store that keeps what it has given or got in memory too."""

    kept: dict[tuple[str, str], object] = field(default_factory=dict, repr=False, compare=False)

    def load(self, kind: str, key: str) -> object | None:
        if (kind, key) not in self.kept and (found := super().load(kind, key)) is not None:
            self.kept[kind, key] = found
        return self.kept.get((kind, key))

    def save(self, kind: str, key: str, made: object) -> None:
        self.kept[kind, key] = made
        super().save(kind, key, made)


@dataclass
class _Kept:
    """What stays true while words are edited: of a vocabulary and a theme."""

    parsed: dict[tuple, Any] = field(default_factory=dict)  # files, by their content
    templates: list[Any] = field(default_factory=list)
    blocks: list[Blocks] = field(default_factory=list)
    recomposers: dict[tuple[Layer, ...], Recomposer] = field(default_factory=dict)
    holders: dict[tuple[Layer, ...], Holder] = field(default_factory=dict)


@dataclass(frozen=True)
class _KeepingCore(Core):
    """A core that doesn't do again what was done for the core before it."""

    kept: _Kept = field(default_factory=_Kept, repr=False, compare=False)
    digest: Callable[[Path], str] = field(default=str, repr=False, compare=False)
    _holders: dict[int, Holder] = field(default_factory=dict, repr=False, compare=False)  # by the words that they are for

    def holder(self, words: Words) -> Holder:
        """Give what holds the pages of some words."""
        return self._holders[id(words)]

    def theme(self, make: Callable[[], T]) -> T:
        if not self.kept.templates:
            made: Any = make()
            list_all, names = made.list_templates, []

            def list_once(**options: Any) -> list[str]:  # it looks at every icon of the theme, some ten thousand
                if not names:
                    names.append(list_all(**options))
                return names[0]

            made.list_templates = list_once
            self.kept.templates.append(made)
        return self.kept.templates[0]

    @cached_property
    def blocks(self) -> Blocks:
        if not self.kept.blocks:
            self.kept.blocks.append(Blocks(self.folder / "overrides" / "blocks"))
        return self.kept.blocks[0]

    def _read(self, layers: tuple[Layer, ...]) -> tuple[Words, Composed]:
        words = read_words(layers, self.vocabulary, self._recall)
        recomposer = self.kept.recomposers.setdefault(layers, Recomposer(self.vocabulary, self.blocks))
        self._holders[id(words)] = self.kept.holders.setdefault(layers, Holder(self.vocabulary))
        return words, recomposer.compose(words)

    def _recall(self, kind: str, source: Source, make: Callable[[Source], Any]) -> Any:
        key = (kind, source, self.digest(source.path))
        if key not in self.kept.parsed:
            if len(self.kept.parsed) > _MOST_PARSED:
                self.kept.parsed.clear()
            self.kept.parsed[key] = make(source)
        return self.kept.parsed[key]


class Preview:
    """The schools of a path, each as it is on the disk at the moment when it is asked for."""

    def __init__(self, path: Path, core: Path, store: Store) -> None:
        self._path, self._core_folder, self._store = path, core, _KeepingStore(store.folder)
        self._watch, self._lock = Watch(), threading.RLock()
        self._core: tuple[str, _KeepingCore] | None = None
        self._kept: tuple[str, _Kept] | None = None
        self._look: tuple[str, str] | None = None
        self._writers: OrderedDict[str, SiteWriter] = OrderedDict()
        self._tried: dict[str, tuple[str, Shown | Problems]] = {}
        self._good: dict[str, Shown] = {}
        self._names: dict[str, tuple[str, Seen]] = {}
        self._tidying: threading.Timer | None = None

    def folders(self) -> dict[str, Path]:
        """Give the schools' folders by their slugs. Raises Problems where there is none."""
        return {folder.resolve().name: folder for folder in find_schools(self._path)}

    def seen(self, slug: str = "") -> str:
        """Give a hash of everything that a school is made from, or that all are: it has changed where something has."""
        with self._lock:
            schools = [self.folders()[slug]] if slug else sorted(self.folders().values())
            return _hash(*self._core_seen(), self._above(), self._watch.folder(*schools))

    def schools(self) -> list[Seen]:
        """Give all schools in the order of their names; only their profiles are looked at."""
        with self._lock:
            core = self._core_now()
            return sorted((self._seen(slug, folder, core) for slug, folder in self.folders().items()), key=lambda seen: (seen.name.casefold(), seen.slug))

    def show(self, slug: str) -> Shown:
        """Give a school's site as it is now. Raises Problems with all that is wrong, and KeyError if there is no such school."""
        with self._lock:
            now = self.seen(slug)
            before = self._tried.get(slug)
            if before is None or before[0] != now:
                self._tidy_later()
                before = self._tried[slug] = (now, self._try(self.folders()[slug]))
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
            return Problems(map(_dangling, found.needs))

    def _writer(self, core: _KeepingCore, school: School) -> SiteWriter:
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

    def _seen(self, slug: str, folder: Path, core: _KeepingCore) -> Seen:
        now = _hash(self._vocabulary(), self._above(), self._watch.folder(folder))
        if slug not in self._names or self._names[slug][0] != now:
            try:
                self._names[slug] = (now, Seen(slug, core.school(folder).values["school.name"]))
            except Problems as found:
                self._names[slug] = (now, Seen(slug, slug, len(found.problems)))
        return self._names[slug][1]

    def _core_now(self) -> _KeepingCore:
        """Give the core as it is now; one that an edit has changed keeps of the one before what is still true."""
        now = _hash(*self._core_seen(), self._above())
        if self._core is None or self._core[0] != now:
            frame = _hash(self._vocabulary(), self._core_seen()[1])
            if self._kept is None or self._kept[0] != frame:
                self._kept = (frame, _Kept())
            self._core = (now, _KeepingCore(self._core_folder, kept=self._kept[1], digest=self._watch.file))
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

    def _above(self) -> str:
        """Give the hash of all authorities: which of them a school uses is only known from its profile."""
        folders = {folder.resolve().parent.parent / "authorities" for folder in self.folders().values()}
        return self._watch.folder(*sorted(folder for folder in folders if folder.is_dir()))

    def _vocabulary(self) -> str:
        return self._watch.folder(*(self._core_folder / "docs" / kind for kind in _VOCABULARY))


def _dangling(need: Need) -> Problem:
    what = f"A link leads to the {need.kind} '{need.name}'."
    return Problem(need.place, what, "This school hasn't got it.", "Put the link under the same condition.")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
