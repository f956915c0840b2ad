"""The same function over many slices: `RecordBatch → RecordBatch`, here over local processes, later over Spark."""
