-- one row a source × page: what it brought
with brought as (
    select
        source, page, count(*) as postings, count(*) filter (not is_representative) as duplicates,
        count(*) filter (role = 'yes') as role_yes, min(posted_on) as first_on, max(posted_on) as last_on
    from core.posting group by source, page
),
refused as (select source, page, count(*) as rejected from raw.reject group by source, page)
select
    coalesce(brought.source, refused.source) as source, coalesce(brought.page, refused.page) as page,
    coalesce(postings, 0) as postings, coalesce(rejected, 0) as rejected, coalesce(duplicates, 0) as duplicates,
    coalesce(role_yes, 0) as role_yes, first_on, last_on
from brought full join refused using (source, page)
order by 1, 2
