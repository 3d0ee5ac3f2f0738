"""Houserules: a school's rules for social media, published as a site of its own."""

__version__ = "0.1.0"
