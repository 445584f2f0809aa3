"""The means of a file of responses as a data-frame library makes them: the peer of `cargo bench --bench score`.

    python3 -m venv peers && peers/bin/pip install polars
    cargo bench --bench score -- 1000000 peer=peers/bin/python

The benchmark runs this on its own file and in the same run, and holds the means against its own. The clock runs from
the first byte read to the last mean; starting Python and loading the library do not count.
"""

import json
import resource
import sys
import time

import polars


def main() -> None:
    path = sys.argv[1]
    begun = time.perf_counter()
    # The schema is inferred from the first lines; only the answers are asked for.
    answers = polars.scan_ndjson(path).select(polars.col("answers")).unnest("answers")
    grades = answers.select(polars.all().cast(polars.Int64)).collect()
    counts = {name: grades[name].drop_nulls().value_counts().rows() for name in grades.columns}
    seconds = time.perf_counter() - begun
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    said = {"library": f"polars {polars.__version__}", "seconds": seconds, "peak_bytes": peak_bytes, "counts": counts}
    print(json.dumps(said))


main()
