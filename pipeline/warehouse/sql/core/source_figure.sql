-- one row a source × collection (null: imported files): its postings and which shares of them tell what
-- A posting counts once a collection; shares are of postings, `repeated` are those that are another's duplicate.
with told as (
    select
        shown.source, shown.collection, shown.id, shown.page, shown.posting_key, shown.language,
        pay.kind not in ('absent', 'negotiable') as shows_pay,
        coalesce(experience.experience, 'silent') <> 'silent' as tells_experience,
        shown.employer is not null as names_employer,
        coalesce(not counted.is_representative, false) as is_repeated
    from raw.posting as shown
    join core.posting_pay as pay using (posting_key)
    left join core.experience as experience using (posting_key)
    left join core.posting as counted using (posting_key)
    qualify row_number() over (
        partition by shown.source, shown.collection, if(shown.collection is null, shown.posting_key, shown.id)
        order by shown.fetched_at desc nulls last, shown.posting_key
    ) = 1
)
select
    source, collection, count(*) as postings,
    round(avg(shows_pay::integer), 4) as pay_share, round(avg(tells_experience::integer), 4) as experience_share,
    round(avg(names_employer::integer), 4) as employer_share, round(avg(is_repeated::integer), 4) as repeated_share,
    round(avg((language = 'ru')::integer), 4) as ru_share, round(avg((language = 'tr')::integer), 4) as tr_share,
    round(avg((language = 'en')::integer), 4) as en_share,
    round(avg((language not in ('ru', 'tr', 'en'))::integer), 4) as other_share
from told
group by source, collection
order by source, collection
