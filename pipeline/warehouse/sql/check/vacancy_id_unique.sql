-- one row a vacancy id that has not exactly one representative
-- severity: fail
-- says: {rows} vacancies have not exactly one posting that speaks for them, the first {vacancy_id}: see core/posting.sql
select vacancy_id, count(*) filter (is_representative) as representatives
from core.posting group by vacancy_id having count(*) filter (is_representative) <> 1
