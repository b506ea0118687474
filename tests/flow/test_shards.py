"""How documents are cut into shards."""

import pytest

from pipeline.shards import cut


@pytest.mark.parametrize("documents", [0, 1, 24, 300, 1200, 20_000])
@pytest.mark.parametrize("size", [1, 7, 200])
def test_shards_hold_all_documents_in_order_and_none_too_many(documents, size):
    shards = list(cut(range(documents), size))
    assert [number for shard in shards for number in shard] == [*range(documents)]
    assert all(0 < len(shard) <= size for shard in shards)


@pytest.mark.parametrize("documents", [300, 400, 1200, 20_000])
def test_no_shard_is_a_large_part_of_the_whole(documents):
    shards = [len(shard) for shard in cut(range(documents), 200)]
    assert max(shards) <= documents / 10
    assert len(shards) <= max(48, documents / 150)
