"""The scoring rules, on figures small enough to check by hand."""

import pytest

from pipeline.evaluate import FloorError, evaluate, raised, same_pay, wilson


def answer(**fields):
    return {"uid": "en-1", "asks": [], "unsure": [], "experience": None, **fields}


def test_wilson_interval_of_eight_in_ten():
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)
    assert wilson(0, 0) == (0.0, 1.0)


def test_asked_counts_required_and_preferred_alike():
    want = answer(asks=[{"concept": "excel", "scope": "required"}, {"concept": "crm", "scope": "duty"}])
    got = {
        "asks": [
            {"concept": "excel", "scope": "preferred", "quote": "x"},
            {"concept": "1c", "scope": "required", "quote": "y"},
        ]
    }
    scores = evaluate([want], {"en-1": got})
    counts = scores.counts["asked/all"]
    assert (counts.right, counts.wrong, counts.missed) == (1, 1, 0)
    assert (scores.shares["scope/all"].right, scores.shares["scope/all"].total) == (0, 1)


@pytest.mark.parametrize(
    ("got", "want", "same"),
    [
        (None, {"kind": "absent"}, True),
        ({"kind": "range", "from": 5, "to": 5}, {"kind": "point", "from": 5, "to": None}, True),
        (
            {"kind": "from", "from": 5, "to": None, "currency": "USD"},
            {"kind": "from", "from": 5, "to": None, "currency": "EUR"},
            False,
        ),
        (
            {"kind": "from", "from": 5, "to": None, "currency": "USD"},
            {"kind": "from", "from": 5, "to": None, "currency": None},
            True,
        ),
    ],
)
def test_pay_agrees(got, want, same):
    assert same_pay(got, want) is same


def test_experience_must_agree_in_years_and_modality():
    want = answer(experience={"modality": "required", "min_years": 2, "max_years": None})
    scores = evaluate([want], {"en-1": {"experience": {"modality": "preferred", "min_years": 2}}})
    assert scores.shares["experience_years/all"].value == 1.0
    assert scores.shares["experience/all"].value == 0.0
    assert scores.wrong[0][:2] == ("en-1", "experience")


def test_a_broken_floor_is_one_line_and_floors_only_rise():
    scores = evaluate([answer(industry=["retail"])], {"en-1": {"industries": [{"concept": "retail"}]}})
    scores.check_floors({"industry/all": 1.0})
    with pytest.raises(FloorError, match=r"asked/none: expected at least 0.500") as error:
        scores.check_floors({"asked/none": 0.5})
    assert "\n" not in str(error.value)
    assert raised({"industry/all": 0.5}, scores) == {"industry/all": 1.0}
    assert raised({"other": 0.5}, scores) == {"other": 0.5}
