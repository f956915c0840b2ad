-- one row a source of 50 or more postings of which more than two in three repeat another
-- severity: warn
-- says: {copies} of {postings} postings of {source} repeat another: if they are different openings, see why with `select reason, count(*) from core.same_opening group by reason`
select source, count(*) as postings, count(*) filter (not is_representative) as copies
from core.posting group by source
having postings >= 50 and 3 * copies > 2 * postings
