-- one row a source whose newest collection did not end complete: why, its day, the last complete one's day, and the vacancies of the report that still rest on it
with newest as (
    select * from raw.collection qualify row_number() over (partition by source order by collection desc) = 1
),
whole as (
    select source, max(coalesce(ended_at, began_at))::date as complete_on
    from raw.collection where status = 'complete' group by source
),
used as (
    -- a vacancy that another source shows as well rests on that one too, and is counted here all the same
    select posting.source, count(distinct vacancy_id) as vacancies
    from core.posting as posting join mart.vacancy using (vacancy_id) group by posting.source
)
select
    newest.source, newest.status, newest.reason, coalesce(newest.ended_at, newest.began_at)::date as ended_on,
    whole.complete_on, coalesce(used.vacancies, 0) as vacancies
from newest
left join whole using (source)
left join used using (source)
where newest.status <> 'complete'
order by newest.source
