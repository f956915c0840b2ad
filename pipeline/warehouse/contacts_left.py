"""Which suspected contacts are ones: those that masking would still take away."""

from __future__ import annotations

import pandas as pd

from pipeline.contacts import mask_contacts

READS = "core.contact_suspected"
MAKES = "core.contact_left"


def contacts_left(suspected: pd.DataFrame) -> pd.DataFrame:
    """The postings among the suspected (posting_key, words) in which masking finds something."""
    left = [mask_contacts(words) != words for words in suspected["words"]]
    return suspected.loc[left, ["posting_key"]].astype("string")
