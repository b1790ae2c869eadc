"""What the bench of seals and signatures counts is what a reviewer would be told."""

import numpy as np

from anzhu.ops.bench import impressions as bench
from anzhu.papers.reading.laid import Laid

_INK = np.zeros((2, 2), dtype=np.float32)


def test_a_pair_counts_as_said_only_where_the_check_says_it():
    found = {
        ("seal", bench.SAME): [Laid(0.01, _INK, _INK), Laid(0.01, _INK, _INK, moved=2.0)],
        ("seal", bench.EVEN): [Laid(0.02, _INK, _INK, turned=5.0)],
        ("employer_signature", bench.AGAIN): [Laid(0.4, _INK, _INK)],
    }
    lines = bench.table(found).splitlines()[2:]
    assert [line.split(" | ")[0].strip("| ") for line in lines] == [
        "seal",
        "seal",
        "employer signature",
    ]
    assert [line.split(" | ")[2:4] for line in lines] == [["2", "1"], ["1", "0"], ["1", "0"]]
