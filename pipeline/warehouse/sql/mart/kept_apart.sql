-- one row a reason why vacancies of the role are in no band, with how many
select why_not as reason, currency, count(*) as n
from mart.vacancy where not in_bands
group by why_not, currency
order by n desc, reason, currency
