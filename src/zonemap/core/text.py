"""A text that people see, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import TypeAlias

from zonemap.core.errors import check_lang


@dataclass(frozen=True)
class Text:
    """A text in Chinese and in English.

    Parameters
    ----------
    zh, en
        The text in each language. Without an English one the Chinese one stands in both: nothing is
        translated by the program.
    """

    zh: str
    en: str = ""

    def of(self, lang: str) -> str:
        """Return the text in ``zh`` or ``en``.

        Raises
        ------
        UnknownOption
            If the language is another.
        """
        if lang == "zh":
            return self.zh
        return self.en or self.zh if lang == "en" else self.of(check_lang(lang))

    def other(self, lang: str) -> str:
        """Return the text in the language that ``lang`` is not."""
        return self.of("en" if lang == "zh" else "zh")

    def format(self, **values: Value) -> Text:
        """Return the template filled in, as :func:`fill` does, each language with the values in it."""
        zh, en = ({key: _in(value, lang) for key, value in values.items()} for lang in ("zh", "en"))
        return Text(fill(self.zh, **zh), fill(self.en, **en))

    def __add__(self, more: Text) -> Text:
        return Text(self.zh + more.zh, self.of("en") + more.of("en"))

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}" if self.en and self.en != self.zh else self.zh


LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
"""How HTML and PDF name the languages (BCP 47)."""

Value: TypeAlias = Text | str | int | float

NONE = Text("")
"""No text."""


def join_texts(texts: Iterable[Text], separator: Text = Text("、", ", ")) -> Text:
    """Return texts as one list, in each language with its own separator; empty ones are left out."""
    filled = [text for text in texts if text]
    return Text(*(separator.of(lang).join(text.of(lang) for text in filled) for lang in ("zh", "en")))


def parse_text(cell: str) -> Text:
    """Read a cell written ``中文 / English``; any other holds the same text in both languages."""
    halves = cell.split(" / ")
    return Text(*halves) if len(halves) == 2 else Text(cell)


@lru_cache(maxsize=4096)  # the words are few, and put in thousands of times
def _parts(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return what a template consists of: text, the name of the value behind it if any, and how it is put."""
    return tuple((text, name, spec or "") for text, name, spec, _ in Formatter().parse(template))


def _put(value: object, spec: str) -> str:
    """Return a value; with words for one and many, or for none, one and many, those of its number."""
    *few, many = spec.split("|")
    if not few:
        return format(value, spec)
    numbers = re.findall(r"\d+", str(value))
    none = few[0] if len(few) > 1 else many
    chosen = {("0",): none, ("1",): few[-1]}.get(tuple(numbers), many)
    return chosen.replace("#", str(value))


def fill(template: str, **values: object) -> str:
    """Return a template with values put in.

    Parameters
    ----------
    template
        Such as ``{n} {n:zone is|zones are} approved{open:|, # is open|, # are open}``: of the words after the
        colon the last are for many, those before for one, those before these for none; ``#`` is the value.
    **values
        The values; a text is a number if it holds one.

    Raises
    ------
    KeyError
        If a value is missing.
    """
    return "".join(
        text if name is None else text + _put(values[name], spec) for text, name, spec in _parts(template)
    )


def _in(value: Value, lang: str) -> str | int | float:
    """Return a value in a language."""
    return value.of(lang) if isinstance(value, Text) else value


LIST = Text("、", ", ")
"""Between the items of a list."""

COMMA = Text("，", ", ")
"""Between the parts of a sentence."""

SEMICOLON = Text("；", "; ")
"""Between notes, and between items that hold commas themselves."""

CITATIONS = Text("、", "; ")
"""Between the sources in a list of them."""

COLON = Text("：", ": ")
"""After a heading."""

TITLE = Text("《{text}》", " “{text}”")
"""Round the title of a document, after its publisher."""

BRACKETS = Text("（{text}）", " ({text})")
"""Round what is said by the way."""

SENTENCE = Text("。", ". ")
"""Between sentences."""

DOT = Text("·", " · ")
"""Between things said side by side."""

SPACE = Text("", " ")
"""Between words: Chinese has none."""
