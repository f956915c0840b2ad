-- one row an opening: what statistics count; told by its representative posting
select
    posting.vacancy_id, posting.posting_key, members.postings, posting.title, employer.name as employer,
    posting.employer_id, coalesce(employer.is_agency, false) as is_agency, posting.place, coalesce(members.one_place, several.places) as places,
    posting.language, posting.source, posting.url, posting.posted_on, members.seen_on, members.role,
    members.first_seen_on, members.last_seen_on, members.closed_on, members.days_open, members.reposts,
    experience.experience, experience.experience_origin, industry.industry,
    members.seen_on is null or day.window_from is null or members.seen_on >= day.window_from as in_window,
    members.seen_on is not null as is_dated,
    posting.has_text, posting.invented
from core.posting as posting
join (
    select
        vacancy_id, count(*) as postings, max(seen_on) as seen_on,
        -- a list for each opening does not fit into memory: nearly all of them have one place
        case when min(place) = max(place) then [min(place)] end as one_place,
        min(first_seen_on) as first_seen_on, max(last_seen_on) as last_seen_on,
        -- open while one of its postings is; files tell nothing of it
        case when bool_and(closed_on is not null) filter (is_live) then max(closed_on) end as closed_on,
        date_diff('day', min(least(first_seen_on, posted_on)) filter (is_live), max(last_seen_on)) as days_open,
        count(reposted_from) as reposts,
        -- one member that names the role names it for the opening
        case when bool_or(role = 'yes') then 'yes' when bool_or(role = 'no') then 'no' else 'unknown' end as role
    from core.posting group by vacancy_id
) as members using (vacancy_id)
left join (
    select vacancy_id, list(place order by place) as places
    from (select distinct vacancy_id, place from core.posting where place is not null)
    where vacancy_id in (select vacancy_id from core.posting group by vacancy_id having min(place) <> max(place))
    group by vacancy_id
) as several using (vacancy_id)
join core.experience as experience using (posting_key)
left join core.employer as employer using (employer_id)
left join core.industry as industry using (posting_key)
cross join core.day as day
where posting.is_representative
order by posting.vacancy_id
