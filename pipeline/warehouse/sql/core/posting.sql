-- one row a posting: one advertisement as one source shows it, when it was seen, and the opening it belongs to
with placed as (
    select
        posting.posting_key, posting.source, posting.page, posting.id, posting.title, posting.employer, posting.place,
        posting.language, posting.url, posting.posted_on, posting.fetched_at::date as fetched_on,
        advert.has_text, same.text_digest, posting.invented, same.opening_key, same.reason, advert.first_seen_on, advert.last_seen_on, advert.times_seen,
        advert.closed_on, advert.closed_why, advert.is_live, named.employer_id,
        pay.kind in ('absent', 'negotiable') as hides_pay
    from core.advert as advert
    join raw.posting as posting using (posting_key)
    join core.same_opening as same using (posting_key)
    join core.posting_pay as pay using (posting_key)
    left join core.employer_name as named on named.written = posting.employer
),
best as (
    -- the posting that speaks for its opening: shows pay, has a text, is the latest, then by key
    select opening_key, posting_key from placed
    qualify row_number() over (
        partition by opening_key
        order by hides_pay, not has_text, coalesce(last_seen_on, posted_on) desc nulls last, posting_key
    ) = 1
),
again as (
    -- the same text of the same employer and place under a new id, after the last one was seen (or, in files, posted)
    select posting_key, earlier as reposted_from
    from (
        select posting_key, began_on, id, lag(posting_key) over told as earlier, lag(ended_on) over told as ended_on, lag(id) over told as earlier_id
        from (
            select *, coalesce(first_seen_on, posted_on) as began_on, coalesce(last_seen_on, posted_on) as ended_on
            from placed where has_text and employer_id is not null
        )
        where began_on is not null
        window told as (
            partition by source, is_live, employer_id, place, text_digest order by began_on, ended_on, posting_key
        )
    )
    where ended_on < began_on and earlier_id <> id
)
select
    placed.posting_key, placed.source, placed.page, placed.id, placed.title, placed.employer, placed.employer_id,
    placed.place, placed.language, placed.url, placed.posted_on,
    coalesce(greatest(placed.posted_on, placed.fetched_on, placed.last_seen_on), placed.posted_on) as seen_on,
    placed.first_seen_on, placed.last_seen_on, placed.times_seen, placed.closed_on, placed.closed_why,
    again.reposted_from, placed.is_live,
    coalesce(role.concept, 'unknown') as role,
    left(md5(placed.opening_key), 16) as vacancy_id,
    case when best.posting_key <> placed.posting_key then placed.reason end as duplicate_of_reason,
    best.posting_key = placed.posting_key as is_representative,
    placed.invented, placed.has_text
from placed
join best using (opening_key)
left join again on again.posting_key = placed.posting_key
left join (
    select posting_key, concept from raw.fact where kind = 'role'
    qualify row_number() over (partition by posting_key order by principal desc, fact_number) = 1
) as role on role.posting_key = placed.posting_key
order by placed.posting_key
