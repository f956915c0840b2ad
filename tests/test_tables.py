"""The nouns as Arrow tables: nothing a posting may hold stops a run."""

from datetime import UTC, datetime, timedelta, timezone

from pipeline.model import Page, Posting, Stated
from pipeline.tables import batch_to_postings, postings_to_batch


def test_half_a_letter_becomes_a_question_mark_in_words_and_in_lists_of_words() -> None:
    broken = Posting(
        id="1", source="s", page="p", title="a\ud800", text="b\udfff c", stated=Stated(skills=("d\ud800", "e"))
    )
    ((key, read),) = batch_to_postings(postings_to_batch([("s|p|1", broken)]))
    assert (key, read.title, read.text, read.stated.skills) == ("s|p|1", "a?", "b? c", ("d?", "e"))


def test_moments_are_kept_in_universal_time() -> None:
    moscow = datetime(2026, 1, 2, 1, tzinfo=timezone(timedelta(hours=3)))
    posting = Posting(id="1", source="s", page="p", text="", fetched_at=moscow)
    ((_, read),) = batch_to_postings(postings_to_batch([("s|p|1", posting)]))
    assert read.fetched_at is not None
    assert read.fetched_at.replace(tzinfo=UTC) == moscow


def test_a_page_tells_the_digest_of_its_bytes() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Page("files", "a.html", b"").sha256 == empty
    assert Page("files", "a.html", b" ").sha256 != empty
