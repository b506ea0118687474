"""What publishing and opening a release can fail with. Each error carries a `Finding`: where, what, and the way out."""

from __future__ import annotations

from pipeline.records import Finding


class ReleaseError(Exception):
    """A release could not be written or opened. `finding` says where, what was found and what to do."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(f"{finding.message} {finding.remedy}")


class PublishError(ReleaseError):
    """The release was not written; whatever was in the output folder before is untouched."""


class ReleaseNotFoundError(ReleaseError):
    """There is no release in the folder."""


class UnknownTableError(ReleaseError, KeyError):
    """The release has no table or view of that name."""

    __str__ = Exception.__str__  # a KeyError would show the message in quotes


def failure(rule: str, message: str, remedy: str, *, file: str | None = None, table: str | None = None) -> Finding:
    """Return the finding that a publishing error carries."""
    return Finding("error", "publish", rule, message, remedy, file=file, table=table)
