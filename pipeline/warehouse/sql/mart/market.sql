-- one row: the day, the window, and how many postings became how many vacancies of the role
with role as (select * from core.vacancy where role = 'yes' and in_window)
select
    day.today, day.window_from, day.window_to,
    (select coalesce(bool_or(invented), false) from core.posting) as sample,
    (select count(*) from core.posting) as postings,
    (select count(*) from core.posting where not is_representative) as duplicates,
    (select count(*) from core.vacancy) as vacancies,
    (select count(*) from core.vacancy where role = 'yes') as role_yes,
    (select count(*) from core.vacancy where role = 'no') as role_no,
    (select count(*) from core.vacancy where role = 'unknown') as role_unknown,
    (select count(*) from raw.reject) as rejected,
    (select count(*) from core.vacancy where role = 'yes' and not in_window) as outside_window,
    (select count(*) from role) as reported,
    (select count(*) from role where not is_dated) as undated,
    (select count(distinct employer) from role) as employers,
    (select avg((employer is null)::double) from role) as employers_unknown_share
from core.day as day
