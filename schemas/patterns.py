"""The shapes of values that several columns share, as regular expressions for the whole value.

They use only what Python, Rust (polars) and XML Schema (Frictionless) read alike.
"""

_MONTH = "(0[1-9]|1[0-2])"
_DAY = "(0[1-9]|[12][0-9]|3[01])"
_MOMENT = f"([0-9]{{4}}(-{_MONTH}(-{_DAY})?)?|[0-9]{{3}}X)"

EDTF = rf"{_MOMENT}(/({_MOMENT}|\.\.))?|\.\./{_MOMENT}"
"""The subset of EDTF (ISO 8601-2) in use: a year, month or day, a decade (`199X`), an interval, an open end (`..`)."""

IDENTIFIER = r"\S+"
"""A slug or a hash: no white space."""

SHA256 = "[0-9a-f]{64}"
"""A SHA-256 digest in lower-case hexadecimal."""

GROUP = r"[A-Z]{3}(\+[A-Z]{3})+"
"""Two or more alpha-3 codes joined by `+`."""
