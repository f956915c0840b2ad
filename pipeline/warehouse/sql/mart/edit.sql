-- one row a posting of the report × edit × what was edited (title, pay, text): the day it was first seen so, and what stood before and after
with told as (
    select
        posting_key, from_on as edited_on, version, changed,
        lag(title) over versions as title_before, title as title_after,
        lag(coalesce(pay_written, pay)) over versions as pay_before, coalesce(pay_written, pay) as pay_after
    from core.posting_version
    window versions as (partition by posting_key order by version)
),
each as (select *, unnest(changed) as what from told)
select
    each.posting_key, posting.vacancy_id, vacancy.title, vacancy.employer, posting.url, each.edited_on, each.version, each.what,
    case each.what when 'title' then title_before when 'pay' then pay_before end as before,
    case each.what when 'title' then title_after when 'pay' then pay_after end as after
from each
join core.posting as posting using (posting_key)
join mart.vacancy as vacancy on vacancy.vacancy_id = posting.vacancy_id
order by each.edited_on desc, each.posting_key, each.version, each.what
