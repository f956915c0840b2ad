-- one row a group of exact duplicates that ended in two openings
-- severity: warn
-- says: {rows} groups of copies were counted as several vacancies: core/same_opening.sql must follow longer chains
select id_group as same_group, count(distinct opening_key) as openings
from core.same_opening group by id_group having count(distinct opening_key) > 1
union all
select text_group, count(distinct opening_key)
from core.same_opening group by text_group having count(distinct opening_key) > 1
