-- one row a posting of the report that repeats an earlier one of its employer under a new id: the day it came again, and the earlier one
select
    posting.posting_key, posting.vacancy_id, coalesce(posting.first_seen_on, posting.posted_on) as again_on,
    posting.reposted_from, coalesce(earlier.last_seen_on, earlier.posted_on) as earlier_until_on
from core.posting as posting
join mart.vacancy as vacancy on vacancy.vacancy_id = posting.vacancy_id
join core.posting as earlier on earlier.posting_key = posting.reposted_from
where posting.reposted_from is not null
order by again_on desc nulls last, posting.posting_key
