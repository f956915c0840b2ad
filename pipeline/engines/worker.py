"""The child process of local.py: `python -m pipeline.engines.worker package.module:function`.

Reads one JSON line `[path, row group]` a slice on stdin; answers on stdout with eight bytes (signed length, big end
first) and an Arrow stream of one batch. A negative length announces an error message instead.
"""

from __future__ import annotations

import json
import os
import sys

import pyarrow as pa

from pipeline.engines.local import Slice, apply, resolve


def main() -> None:
    """Answer slices until stdin closes."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not fall into the Arrow stream
    function = resolve(sys.argv[1])
    for line in sys.stdin.buffer:
        try:
            batch = apply(function, Slice(*json.loads(line)))
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as writer:
                writer.write_batch(batch)
            answer = sink.getvalue().to_pybytes()
            size = len(answer)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}".encode("utf-8", "replace")
            size = -len(answer)
        out.write(size.to_bytes(8, "big", signed=True))
        out.write(answer)
        out.flush()


if __name__ == "__main__":
    main()
