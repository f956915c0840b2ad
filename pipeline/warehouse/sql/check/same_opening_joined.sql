-- one row a posting that was grouped without a reason, or with a posting of another vacancy
-- severity: fail
-- says: {rows} postings are grouped without a reason or apart from what they were found alike to, the first {posting_key}: report it
select posting.posting_key, posting.vacancy_id, other.vacancy_id as vacancy_of_alike
from core.posting as posting
join core.same_opening as same using (posting_key)
left join core.posting as other on other.posting_key = same.alike_to
where posting.vacancy_id is distinct from other.vacancy_id
    and (same.reason is not null or same.opening_key <> same.identity)
