-- one row a text fact without a quote that stands at its place
-- severity: fail
-- says: {rows} facts do not stand where they say in their text, the first {kind} of {posting_key}: a rule gives wrong offsets
-- A quote missing is looked for among all facts; where it stands, in a large market, in one posting of sixteen: letters are counted
-- from the text's first for every fact, and a rule that gives wrong offsets gives them in every sixteenth posting as well.
with looked_at as (
    select posting_key, title, text from raw.posting
    where (select count(*) from raw.posting) < 100000 or hash(posting_key) % 16 = 0
)
select posting_key, fact_number, kind, quote from raw.fact
where origin = 'text' and concept <> 'absent' and (quote is null or start is null or "end" is null)
union all
select fact.posting_key, fact.fact_number, fact.kind, fact.quote
from raw.fact as fact
join looked_at using (posting_key)
where fact.origin = 'text' and fact.concept <> 'absent' and quote is not null and start is not null and "end" is not null
    and substr(if(fact."where" = 'title', looked_at.title, looked_at.text), fact.start + 1, fact."end" - fact.start) is distinct from fact.quote
