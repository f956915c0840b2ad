"""The child process of local.py: `python -m pipeline.engines.worker package.module:function`.

Reads one JSON line, the list of arguments, a task on stdin; answers on stdout with eight bytes (signed length, big end
first) and an Arrow stream of batches. A negative length announces an error message instead.
"""

from __future__ import annotations

import gc
import json
import os
import sys

import pyarrow as pa

from pipeline.engines.local import resolve

OBJECTS = 50_000
"""A slice of postings makes hundreds of thousands of objects, nearly all gone with it."""


def _stream(batches: list[pa.RecordBatch]) -> bytes:
    """Return batches (one at least) as an Arrow stream; each keeps its own metadata."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batches[0].schema.remove_metadata()) as writer:
        for batch in batches:
            writer.write_batch(batch.replace_schema_metadata(None), custom_metadata=batch.schema.metadata)
    answer: bytes = sink.getvalue().to_pybytes()
    return answer


def main() -> None:
    """Answer tasks until stdin closes."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not fall into the Arrow stream
    function = resolve(sys.argv[1])
    gc.freeze()  # words and rules live as long as the process: they need not be walked again and again
    gc.set_threshold(OBJECTS)
    for line in sys.stdin.buffer:
        try:
            answer = _stream(list(function(*json.loads(line))))
            size = len(answer)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}".encode("utf-8", "replace")
            size = -len(answer)
        out.write(size.to_bytes(8, "big", signed=True))
        out.write(answer)
        out.flush()


if __name__ == "__main__":
    main()
