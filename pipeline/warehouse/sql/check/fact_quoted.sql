-- one row a text fact without a quote that stands at its place
-- severity: fail
-- says: {rows} facts do not stand where they say in their text, the first {kind} of {posting_key}: a rule gives wrong offsets
select fact.posting_key, fact.fact_number, fact.kind, fact.quote
from raw.fact as fact
join raw.posting as posting using (posting_key)
where fact.origin = 'text' and fact.concept <> 'absent' and (
    fact.quote is null or fact.start is null or fact."end" is null
    or substr(if(fact."where" = 'title', posting.title, posting.text), fact.start + 1, fact."end" - fact.start) is distinct from fact.quote
)
