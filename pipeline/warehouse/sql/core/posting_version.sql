-- one row a posting of a live source × version: since when it read so, and what changed (title, pay, text)
-- An excerpt in a list says nothing about the text: only sightings that show at least half of the longest text do.
with seen_again as (
    -- the others have one version: their texts, which are long, need not be looked at
    select identity from core.sighting where collection is not null group by identity having count(*) > 1
),
sights as (
    select
        sighting.identity, sighting.posting_key, sighting.collection, sighting.seen_at, posting.title,
        case when pay.kind not in ('absent', 'negotiable') then concat_ws(' ', pay.low, '–', pay.high, pay.currency, pay.period) end as pay,
        pay.quote as pay_written, digests.text_digest
    from (select *, max(text_bytes) over (partition by identity) as most from core.sighting where collection is not null) as sighting
    join raw.posting as posting using (posting_key)
    join core.posting_pay as pay using (posting_key)
    left join (
        select sighting.posting_key, hash(posting.text) as text_digest
        from core.sighting as sighting
        join seen_again using (identity)
        join raw.posting as posting using (posting_key)
    ) as digests on digests.posting_key = sighting.posting_key
    where 2 * sighting.text_bytes >= sighting.most
    qualify row_number() over (
        partition by sighting.identity, sighting.collection order by sighting.seen_at desc, sighting.text_bytes desc, sighting.posting_key
    ) = 1
),
compared as (
    select *,
        row_number() over told as nth,
        lag(title) over told is distinct from title as new_title,
        lag(pay) over told is distinct from pay as new_pay,
        lag(text_digest) over told is distinct from text_digest as new_text
    from sights
    window told as (partition by identity order by collection)
),
numbered as (
    select *,
        sum((nth = 1 or new_title or new_pay or new_text)::integer) over (partition by identity order by collection) as version
    from compared
)
select
    advert.posting_key, version::bigint as version, arg_min(numbered.posting_key, numbered.collection) as shown_by,
    min(seen_at)::date as from_on, max(seen_at)::date as until_on, count(*) as times_seen,
    case when version > 1 then list_filter(
        [if(bool_or(new_title), 'title', null), if(bool_or(new_pay), 'pay', null), if(bool_or(new_text), 'text', null)],
        lambda what : what is not null
    ) else [] end as changed,
    any_value(title) as title, any_value(pay) as pay, any_value(pay_written) as pay_written
from numbered
join core.advert as advert using (identity)
group by advert.posting_key, version
order by advert.posting_key, version
