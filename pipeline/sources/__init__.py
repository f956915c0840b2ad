"""The shelf of sources: one folder is one source, found and never registered.

A source that knows a record of its site when it sees one offers `recognises(record) -> bool` and
`posting_of(record, spot) -> Posting | Reject`; `files` asks each of them for every record a user brings.
A source that can be collected offers what `_source.py` describes.
"""
