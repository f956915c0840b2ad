-- one row a posting without exactly one row of place
-- severity: fail
-- says: {rows} postings have not exactly one place, the first {posting_key}: a name stands twice in seeds/place.csv
select posting_key, count(place.posting_key) as places
from core.posting left join core.place as place using (posting_key)
group by posting_key having count(place.posting_key) <> 1
