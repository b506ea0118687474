"""Read: files under `seeds/` become `Document` records, and what cannot be read becomes a `Finding`.

In: a folder of `.txt`, `.md`, `.html`, `.jsonl` and `.csv` (plain, `.gz`, `.zst`) and `.parquet` files, or of zip and tar
files of these, here or on another file system. Out: documents sorted by path, all at once or as a stream, with
metadata from front matter, page head, bulk columns or a sidecar `NAME.meta.yaml`. A file that cannot be read costs that
file alone.
What the text says is no matter of this room: cleaning and sentences are in `pipeline.text`.
"""

from pipeline.ingest.bulk import parse_columns
from pipeline.ingest.folder import read_file, read_seeds, stream_all, stream_seeds
from pipeline.ingest.problems import Listing
from pipeline.ingest.slug import slugify

__all__ = ["Listing", "parse_columns", "read_file", "read_seeds", "slugify", "stream_all", "stream_seeds"]
