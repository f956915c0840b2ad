-- one row if the window holds fewer than one in twenty dated vacancies: a date may be misread
-- severity: warn
-- says: only {in_window} of {dated} dated vacancies fall into the window of the report, {window_from} to {window_to}, which ends at the newest date read: mend that date if it is wrong, or set report.window_months in vacancies.toml for older data
select
    count(*) as dated, count(*) filter (in_window) as in_window,
    any_value(day.window_from)::varchar as window_from, any_value(day.window_to)::varchar as window_to
from core.vacancy cross join core.day as day
where is_dated
having count(*) filter (in_window) < 0.05 * count(*)
