-- one row a reason why vacancies of the role are in no band, or in it with a mended amount (in_bands), with how many
select if(in_bands, 'mended: ' || fix_rule, why_not) as reason, currency, count(*) as n, in_bands
from mart.vacancy where not in_bands or fix_rule is not null
group by reason, currency, in_bands
order by in_bands, n desc, reason, currency
