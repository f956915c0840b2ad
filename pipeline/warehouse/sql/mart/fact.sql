-- one row a fact of a representative posting of the role in the window: the sentences behind every number
select vacancy.vacancy_id, fact.*
from mart.vacancy as vacancy
join raw.fact as fact using (posting_key)
order by vacancy.vacancy_id, fact.fact_number
