-- one row a vacancy × concept: the strongest scope in which its representative posting says it
-- a view over raw.fact as fact
select
    vacancy.vacancy_id, vacancy.posting_key, fact.concept, fact.kind, concept."group" as grp, fact.scope, fact.level,
    fact.origin, fact.quote, fact.start, fact."end", fact."where" as where_found
from raw.fact as fact
join core.vacancy as vacancy on vacancy.posting_key = fact.posting_key and fact.strongest
left join raw.concept as concept on concept.concept = fact.concept
