-- one row a posting, by its newest sighting that shows it whole (a list's excerpt is not half of it): when it was seen first and last, and whether it is closed
-- Only a complete collection of all that is open, for the same search, closes what it does not show; seen again, a posting is open again.
with newest as (
    select identity, posting_key, text_bytes > 0 as has_text
    from (select *, max(text_bytes) over (partition by identity) as most from core.sighting)
    qualify row_number() over (
        partition by identity
        order by 2 * text_bytes >= most desc, collection desc nulls last, seen_at desc nulls last, text_bytes desc, posting_key
    ) = 1
),
seen as (
    select
        identity, any_value(source) as source, min(seen_at)::date as first_seen_on, max(seen_at)::date as last_seen_on,
        count(distinct collection) as times_seen, max(collection) as last_collection
    from core.sighting where collection is not null group by identity
),
said as (
    -- what the site says in the last collection that shows it
    select identity, bool_or(says_closed) as says_closed
    from core.sighting join seen using (identity) where collection = last_collection group by identity
),
missed as (
    -- the first complete collection after it: a collection is called by its moment, so names sort by time
    select last.source, last.last_collection, arg_min(later.began_at, later.collection)::date as missed_on
    from (select distinct source, last_collection from seen) as last
    join raw.collection as shown on shown.source = last.source and shown.collection = last.last_collection
    join raw.collection as later
        on later.source = last.source and later.collection > last.last_collection
        and later.asked is not distinct from shown.asked and later.status = 'complete' and later.since is null
    group by all
)
select
    newest.identity, newest.posting_key, newest.has_text, seen.first_seen_on, seen.last_seen_on, coalesce(seen.times_seen, 1) as times_seen,
    case when said.says_closed then seen.last_seen_on else missed.missed_on end as closed_on,
    case
        when said.says_closed then 'the site says so'
        when missed.missed_on is not null then 'not in the complete collection of ' || missed.missed_on
    end as closed_why,
    seen.identity is not null as is_live
from newest
left join seen using (identity)
left join said using (identity)
left join missed on missed.source = seen.source and missed.last_collection = seen.last_collection
