-- one row a vacancy × concept: the strongest scope in which its representative posting says it
select
    vacancy.vacancy_id, vacancy.posting_key, fact.concept, fact.kind, concept."group" as grp, fact.scope, fact.level,
    fact.origin, fact.quote, fact.start, fact."end", fact."where" as where_found
from core.vacancy as vacancy
join raw.fact as fact using (posting_key)
join seed.scope as scope on scope.scope = fact.scope
left join raw.concept as concept on concept.concept = fact.concept
where fact.kind not in ('pay', 'pay_doubt', 'variable_pay', 'experience', 'industry', 'role')
qualify row_number() over (
    partition by vacancy.vacancy_id, fact.concept order by scope.rank, fact.level is null, fact.fact_number
) = 1
order by vacancy.vacancy_id, fact.concept
