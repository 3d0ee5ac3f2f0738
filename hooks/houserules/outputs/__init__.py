"""Outputs: the second move, in which values are put in; the manifest; and putting a site in its place."""
