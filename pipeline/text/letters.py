"""Letters for the classes of patterns, for which `re` has no name of its own."""

from __future__ import annotations

# Every Latin capital, those of Azerbaijani, Polish, Turkish and Vietnamese among them: "Şimşek", "Łódź", "Đặng".
CAPITALS = "".join(letter for letter in map(chr, (*range(0x250), *range(0x1E00, 0x1F00))) if letter.isupper())
