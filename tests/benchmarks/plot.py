"""The picture of an archive's figures: cost a document by size, and how it stands to a plain parse."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from tests.benchmarks.measure import Figures


def plot_archive(found: list[Figures], path: Path) -> None:
    """Draw milliseconds of a processor a document against the number of documents, ours and plain spaCy's."""
    mpl.rcParams["svg.hashsalt"] = "bilateral"  # the same figures give the same bytes
    figure = Figure(figsize=(7.2, 3.6), layout="constrained")
    axes = figure.subplots(1, 2, sharey=True)
    for drawn, density in zip(axes, dict.fromkeys(one.density for one in found), strict=False):
        of_density = [one for one in found if one.density == density]
        sizes = [one.documents for one in of_density]
        drawn.loglog(sizes, [1000 * one.cpu_one / one.documents for one in of_density], "o-", label="archive")
        drawn.loglog(sizes, [1000 * one.spacy_cpu / one.documents for one in of_density], "s--", label="plain spaCy")
        drawn.set(title=f"{density} density of claims", xlabel="documents")
        drawn.grid(alpha=0.3, which="both")
    axes[0].set_ylabel("ms of one processor a document")
    axes[0].legend()
    figure.savefig(path, metadata={"Date": None})
