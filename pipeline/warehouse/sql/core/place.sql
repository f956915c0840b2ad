-- one row a posting: the place as written, and the city, region and country the gazetteer knows for it, from the place stated or else its words
-- `place` is what segments are made of: the city, else the region, else the country, else what is written. Unknown stays as written.
-- remote: the site says so, the place does, or the posting offers it; null where nobody says.
with remote_offered as (
    select distinct posting_key from raw.fact
    where concept = 'remote' and scope in ('offered', 'required')
)
select
    posting.posting_key, posting.place as place_written,
    coalesce(written.city, named.city) as city,
    coalesce(written.region, named.region) as region,
    coalesce(written.country, named.country) as country,
    coalesce(written.cities, []) as cities,
    case
        when posting.stated_remote is not null then posting.stated_remote
        when coalesce(written.remote, false) or offered.posting_key is not null then true
    end as remote,
    case
        when trim(posting.place) <> '' then 'stated'
        else named.origin
    end as place_origin,
    coalesce(written.city, named.city, written.region, country.place, nullif(trim(posting.place), '')) as place
from raw.posting as posting
left join core.place_written as written on written.place_written = posting.place
left join core.place_in_words as named
    on named.posting_key = posting.posting_key and coalesce(trim(posting.place), '') = ''
left join (select country, any_value(place) as place from seed.place where kind = 'country' group by country) as country
    on country.country = written.country
left join remote_offered as offered on offered.posting_key = posting.posting_key
order by posting.posting_key
