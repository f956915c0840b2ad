-- one row a folded name of the gazetteer × place: small letters, no accents, no dots, as core.place folds what a posting writes
with named as (
    select place, kind, region, country, ambiguous is not null as ambiguous,
        unnest(list_concat([place, ru, tr, en], string_split(coalesce(also, ''), '|'))) as name
    from seed.place
)
select distinct
    trim(regexp_replace(strip_accents(translate(lower(name), 'ıё', 'iе')), '[^\p{L}\p{N}]+', ' ', 'g')) as folded,
    place, kind, nullif(region, '') as region, country, ambiguous
from named
where coalesce(trim(name), '') <> ''
order by folded, kind, country, place
