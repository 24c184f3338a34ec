"""Words of a picture in its language, or in both at once."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from zonemap.core.dates import date_text
from zonemap.core.names import both_names
from zonemap.core.text import Text
from zonemap.core.vocabulary import word
from zonemap.region.status import APPROVED

BOTH = "both"
"""The language of a picture that says everything in Chinese and in English."""


def say(text: Text, lang: str) -> str:
    """Return a text in ``zh``, ``en`` or ``both``."""
    if lang != BOTH:
        return text.of(lang)
    return text.zh if text.of("en") == text.zh else f"{text.zh} {text.en}"


def main_lang(lang: str) -> str:
    """Return the language in which names stand first: Chinese in a picture in both."""
    return "zh" if lang == BOTH else lang


def name_of(row: Mapping[str, str] | pd.Series, lang: str) -> str:
    """Return a zone's or county's name; the Chinese one when there is no English, or in a picture in both."""
    return both_names(row).of(main_lang(lang))


def second_name(row: Mapping[str, str] | pd.Series, lang: str) -> str:
    """Return the name that stands below in a picture in both languages; empty where there is none."""
    names = both_names(row)
    return names.of("en") if lang == BOTH and names.of("en") != names.zh else ""


def standing(zone: pd.Series, status: str, lang: str) -> str:
    """Say how a zone stands: when it was approved, or its status."""
    if zone["approved"] and status in APPROVED:
        if lang == BOTH:
            return f"{zone['approved']} {say(word('status', 'approved'), lang)}"
        return say(word("figure", "approved_on").format(date=date_text(zone["approved"])), lang)
    return say(word("status", status), lang)
