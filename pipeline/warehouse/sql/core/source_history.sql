-- one row a source × complete collection, or × run that imported other files: its figures, numbered from the newest, which is 1
with collected as (
    select figure.*, figure.collection as moment
    from core.source_figure as figure
    join raw.collection as collection
        on collection.source = figure.source and collection.collection = figure.collection
    where collection.status = 'complete' and collection.since is null
),
imported as (
    select now.*, '~' as moment from core.source_figure as now where now.collection is null
    union all by name
    select earlier.* exclude (run), earlier.run as moment
    from raw.source_figure as earlier
    join core.source_figure as now on now.source = earlier.source and now.collection is null
    where earlier.collection is null
    -- the last record may be of the very files that are read now
    qualify row_number() over (partition by earlier.source order by earlier.run desc) > 1
        or (earlier.postings, earlier.pay_share, earlier.experience_share, earlier.employer_share, earlier.ru_share, earlier.tr_share)
            is distinct from (now.postings, now.pay_share, now.experience_share, now.employer_share, now.ru_share, now.tr_share)
),
all_of_them as (from collected union all by name from imported)
select
    source, row_number() over (partition by source order by moment desc) as number, * exclude (source, collection, moment)
from all_of_them
order by source, number
