-- one row if more than half of the postings with a title tell no role
-- severity: warn
select count(*) as titled, count(*) filter (role = 'unknown') as unknown
from core.posting where title is not null
having count(*) filter (role = 'unknown') > 0.5 * count(*)
