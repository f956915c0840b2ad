-- one row a place as postings write it: what the gazetteer makes of it, null where it knows none of it
-- The place is cut at commas, brackets, slashes and spaced dashes; a part is looked up whole, then by its first words ("London UK").
-- A city of another country than the one written beside it is not taken; the first city found is the place's.
with written as (select distinct place as place_written from raw.posting where trim(place) <> ''),
words as (
    select map_from_entries(list((written, coalesce(becomes, '')) order by written)) as becomes
    from seed.place_word where remote is null or not contains(written, ' ')
),
parts as (
    select place_written, 0 as part_number, place_written as part from written
    union
    select place_written, part.number, part.text
    from (
        select place_written, unnest(list_transform(
            regexp_split_to_array(place_written, '\s*[,;/|()\n·•]\s*|\s+[-–—]\s+'),
            lambda text, number : {'text': text, 'number': number}
        )) as part
        from written
    )
),
folded as (
    -- `said` keeps every word, `text` those that may name a place
    select
        place_written, part_number,
        trim(regexp_replace(strip_accents(translate(lower(part), 'ıё', 'iе')), '[^\p{L}\p{N}]+', ' ', 'g')) as said,
        trim(regexp_replace(array_to_string(list_transform(
            string_split(said, ' '), lambda word : coalesce(words.becomes[word], word)
        ), ' '), ' +', ' ', 'g')) as text
    from parts cross join words
),
tried as (
    -- the part itself, then its first three, two, one words
    select place_written, part_number, 0 as cut, text from folded where text <> ''
    union all
    select place_written, part_number, 10 - taken, array_to_string(list_slice(string_split(text, ' '), 1, taken), ' ')
    from folded cross join (values (3), (2), (1)) as shorter(taken)
    where len(string_split(text, ' ')) > taken
),
found as (
    select tried.*, name.place, name.kind, name.region, name.country
    from tried join core.place_name as name on name.folded = tried.text
    -- the first words of a part name no region: "Московская область" is not in "Московская ул."
    where tried.cut = 0 or name.kind <> 'region'
),
countries as (
    select place_written, arg_min(country, part_number * 100 + cut) as country
    from found where kind = 'country' group by place_written
),
regions as (
    select place_written, arg_min(place, part_number * 100 + cut) as region, arg_min(country, part_number * 100 + cut) as country
    from found where kind = 'region' group by place_written
),
cities as (
    select found.place_written, found.place, found.region, found.country, found.part_number, found.cut,
        row_number() over (
            partition by found.place_written
            order by found.region is distinct from regions.region, found.cut > 0, found.part_number, found.cut, found.country, found.place
        ) as rank
    from found
    left join countries on countries.place_written = found.place_written
    left join regions on regions.place_written = found.place_written
    where found.kind = 'city' and (countries.country is null or countries.country = found.country)
),
best as (select * from cities where rank = 1),
distinct_cities as (
    select place_written, list(distinct place order by place) as cities
    from cities where cut = 0 group by place_written
),
remotely as (
    select distinct folded.place_written
    from folded join seed.place_word as word on word.remote is not null
        and contains(' ' || folded.said || ' ', ' ' || word.written || ' ')
)
select
    written.place_written, best.place as city, coalesce(best.region, regions.region) as region,
    coalesce(best.country, regions.country, countries.country) as country,
    coalesce(distinct_cities.cities, []) as cities,
    remotely.place_written is not null as remote
from written
left join best on best.place_written = written.place_written
left join regions on regions.place_written = written.place_written
left join countries on countries.place_written = written.place_written
left join distinct_cities on distinct_cities.place_written = written.place_written
left join remotely on remotely.place_written = written.place_written
order by written.place_written
