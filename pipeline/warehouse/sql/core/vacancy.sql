-- one row an opening: what statistics count; told by its representative posting
select
    posting.vacancy_id, posting.posting_key, members.postings, posting.title, posting.employer, posting.place,
    posting.language, posting.source, posting.url, posting.posted_on, members.seen_on, members.role,
    experience.experience, experience.experience_origin, industry.industry,
    members.seen_on is null or day.window_from is null or members.seen_on >= day.window_from as in_window,
    members.seen_on is not null as is_dated,
    posting.has_text, posting.invented
from core.posting as posting
join (
    select
        vacancy_id, count(*) as postings, max(seen_on) as seen_on,
        -- one member that names the role names it for the opening
        case when bool_or(role = 'yes') then 'yes' when bool_or(role = 'no') then 'no' else 'unknown' end as role
    from core.posting group by vacancy_id
) as members using (vacancy_id)
join core.experience as experience using (posting_key)
left join core.industry as industry using (posting_key)
cross join core.day as day
where posting.is_representative
order by posting.vacancy_id
