"""The words of all pages, each in memory once, with the number of pages that have it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class Vocabulary:
    """Words by number; a page keeps numbers, which take a tenth of what a set of words does."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._pages: list[int] = []
        """How many pages have each; the number of a word that none has is given to another."""
        self._numbers: dict[str, int] = {}
        self._free: list[int] = []

    @property
    def words(self) -> set[str]:
        """The words that are on any page."""
        return set(self._numbers)

    def add(self, words: Iterable[str]) -> array[int]:
        """Add the words of a page, each of which is given once; returns their numbers."""
        numbers = array("I", map(self._number, words))
        for number in numbers:
            self._pages[number] += 1
        return numbers

    def remove(self, numbers: array[int]) -> None:
        """Forget the words of a page."""
        for number in numbers:
            self._pages[number] -= 1
            if not self._pages[number]:
                del self._numbers[self._words[number]]
                self._free.append(number)

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            if self._free:
                number = self._free.pop()
                self._words[number] = word
            else:
                number = len(self._words)
                self._words.append(word)
                self._pages.append(0)
            self._numbers[word] = number
        return number
