-- one row if the window holds fewer than one in twenty dated vacancies: a date may be misread
-- severity: warn
select count(*) as dated, count(*) filter (in_window) as in_window
from core.vacancy where is_dated
having count(*) filter (in_window) < 0.05 * count(*)
