-- one row a posting closed before it was last seen, or seen last before it was seen first
-- severity: warn
-- says: {rows} postings end before they begin, the first {posting_key}: the clock was set back between collections
select posting_key, first_seen_on, last_seen_on, closed_on
from core.posting where closed_on < last_seen_on or last_seen_on < first_seen_on
