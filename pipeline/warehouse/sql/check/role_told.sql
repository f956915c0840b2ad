-- one row if more than half of the postings with a title tell no role
-- severity: warn
-- says: {unknown} of {titled} postings with a title name no role that is known and are left out: see `select title from core.posting` and add titles to the role vocabulary
select count(*) as titled, count(*) filter (role = 'unknown') as unknown
from core.posting where title is not null
having count(*) filter (role = 'unknown') > 0.5 * count(*)
