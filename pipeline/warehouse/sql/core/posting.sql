-- one row a posting: one advertisement as one page shows it, with the opening it belongs to
select
    posting.posting_key, posting.source, posting.page, posting.id, posting.title, posting.employer, posting.place,
    posting.language, posting.url, posting.posted_on,
    coalesce(greatest(posting.posted_on, posting.fetched_at::date), posting.posted_on, posting.fetched_at::date) as seen_on,
    coalesce(role.concept, 'unknown') as role,
    left(md5(same.opening_key), 16) as vacancy_id,
    case when best.posting_key <> posting.posting_key then same.reason end as duplicate_of_reason,
    best.posting_key = posting.posting_key as is_representative,
    posting.invented,
    length(trim(posting.text)) > 0 as has_text,
    posting.text
from raw.posting as posting
join core.same_opening as same using (posting_key)
join (
    -- the posting that speaks for its opening: shows pay, has a text, is the latest, then by key
    select s.opening_key, s.posting_key
    from core.same_opening as s
    join core.posting_pay as pay using (posting_key)
    join raw.posting as p using (posting_key)
    qualify row_number() over (
        partition by s.opening_key
        order by pay.kind in ('absent', 'negotiable'), length(trim(p.text)) = 0, p.posted_on desc nulls last, s.posting_key
    ) = 1
) as best on best.opening_key = same.opening_key
left join (
    select posting_key, concept from raw.fact where kind = 'role'
    qualify row_number() over (partition by posting_key order by principal desc, fact_number) = 1
) as role using (posting_key)
order by posting.posting_key
