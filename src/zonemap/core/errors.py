"""What can go wrong, said so that a planner can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec


class ZonemapError(Exception):
    """A mistake in the input or a wish that cannot be met, in a plain bilingual sentence.

    Examples
    --------
    >>> import zonemap as zm
    >>> try:
    ...     zm.read_region("nowhere")
    ... except zm.ZonemapError as error:
    ...     print(error)
    没有这个文件夹或文件 / no such folder or file: nowhere
    """

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows of it: the sentence, without where in the program it was said."""
        return str(self).splitlines()


class TopicMissing(ZonemapError):
    """The data tell nothing of what is asked for, which is no mistake."""


class UnknownOption(ZonemapError, ValueError):
    """A value that is none of those that may be chosen."""


class NotADay(ZonemapError, ValueError):
    """A value that names no day."""


class CannotRead(ZonemapError):
    """A file or folder cannot be read at all."""


_LANGS = ("zh", "en")
_MOST_NAMED = 12


def check_choice(value: object, choices: Iterable[str], *, zh: str, en: str) -> None:
    """See that a value is one of those that may be chosen.

    Parameters
    ----------
    value
        What was asked for.
    choices
        What there is.
    zh, en
        What is chosen, in both languages, such as 语言 and language.

    Raises
    ------
    UnknownOption
        If it is none of them; the message names the value and the choices.
    """
    known = list(choices)
    if isinstance(value, str) and value in known:
        return
    named = known[:_MOST_NAMED]
    more = len(known) - len(named)
    all_zh = "、".join(named) + (f"等 {len(known)} 个" if more else "")
    all_en = ", ".join(named) + (f" and {more} more" if more else "")
    raise UnknownOption(
        f"没有{zh}「{value}」，可选：{all_zh or '无'} / {value!r} is no {en}; there are {all_en or 'none'}"
    )


def check_lang(lang: str) -> str:
    """Return a language if it is ``zh`` or ``en``.

    Raises
    ------
    UnknownOption
        If it is another.
    """
    check_choice(lang, _LANGS, zh="语言", en="language")
    return lang


def need_package(package: str, zh: str, en: str) -> None:
    """See that an optional package is installed.

    Parameters
    ----------
    package
        The package.
    zh, en
        What needs it, in both languages.

    Raises
    ------
    ZonemapError
        If it is not; the message says how to install it.
    """
    if find_spec(package) is None:
        raise ZonemapError(
            f"{zh}还缺 {package}：pip install {package} / {en} also needs {package}: pip install {package}"
        )
