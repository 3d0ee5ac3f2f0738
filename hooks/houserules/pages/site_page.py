"""A page of a site, as the engine and the theme are given it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SitePage:
    """A page: its Markdown with letters where values go, and what the theme needs to know of it."""

    id: str
    title: str
    short_title: str
    description: str
    audience: tuple[str, ...]
    status: str
    template: str
    markdown: str
    sources: tuple[str, ...]
    layer: str
    is_policy: bool = False

    @property
    def name(self) -> str:
        return self.id.rpartition("/")[2]

    @property
    def src_uri(self) -> str:
        """The name of the Markdown file that MkDocs sees."""
        return f"{self.id}.md"
