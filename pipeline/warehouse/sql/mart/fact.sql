-- one row a fact of a representative posting of the role in the window: the sentences behind every number
-- a view over raw.fact as fact
select vacancy.vacancy_id, fact.*
from raw.fact as fact
join mart.vacancy as vacancy using (posting_key)
