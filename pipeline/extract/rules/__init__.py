"""The shelf of rules: each module turns one Document into facts of one kind.

A rule module offers `ANCHORS`, the vocabulary (kind, group) pairs of which at least one hit must exist for the rule to
run, and `read(document) -> list[Fact]`, pure and never raising on any text.
"""
