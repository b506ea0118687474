"""Read: files under `seeds/` become `Document` records, and what cannot be read becomes a `Finding`.

In: a folder of `.txt`, `.md`, `.html`, `.jsonl[.gz]` and `.parquet` files. Out: documents sorted by path, with
metadata from front matter, page head, bulk columns or a sidecar `NAME.meta.yaml`. A file that cannot be read costs that
file alone.
What the text says is no matter of this room: cleaning and sentences are in `pipeline.text`.
"""

from pipeline.ingest.folder import read_file, read_seeds
from pipeline.ingest.slug import slugify

__all__ = ["read_file", "read_seeds", "slugify"]
