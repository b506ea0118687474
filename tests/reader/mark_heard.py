"""Mark in `sentences/` which of them the reader hears: `uv run python tests/reader/mark_heard.py`."""

import re

from expected import SENTENCES, compare, document, load, rows_of

from pipeline.extract import load_reader


def main():
    """Rewrite the marks; everything else in the files stays as it is."""
    reader = load_reader()
    for path in sorted(SENTENCES.glob("*.yaml")):
        heard = [compare(entry, rows_of(reader.read_one(document(entry)))) == ([], []) for entry in load(path)]
        text = re.sub(r"(?m)^  heard: false\n", "", path.read_text("utf-8"))
        blocks = re.split(r"(?m)^(?=- )", text)
        head, entries = blocks[0], blocks[1:]
        marked = [
            block if good else block.rstrip("\n") + "\n  heard: false\n"
            for block, good in zip(entries, heard, strict=True)
        ]
        path.write_text(head + "".join(marked), "utf-8")
        print(f"{path.stem}: {sum(heard)} of {len(heard)}")


if __name__ == "__main__":
    main()
