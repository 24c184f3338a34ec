"""Boundary files as planners hold them, good and bad, each with what zonemap must make of it.

The list is the source of three things: the files under ``tests/good/boundaries`` and
``tests/bad/boundaries`` (``python tests/bad/make.py``), the tests that read them, and ``docs/formats.md``.
"""

from boundary_cases import drawings, hostile, markup, others, owners, shapes, systems, tables, texts, vectors
from boundary_cases.kit import Case

CASES: tuple[Case, ...] = (
    *texts.CASES,
    *tables.CASES,
    *vectors.CASES,
    *drawings.CASES,
    *markup.CASES,
    *systems.CASES,
    *shapes.CASES,
    *owners.CASES,
    *hostile.CASES,
    *others.CASES,
)
