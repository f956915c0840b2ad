-- one row an employer of the role in the window: its vacancies, their share, how many show pay
with counted as (
    select employer_id, employer, bool_or(is_agency) as is_agency, count(*) as n,
        count(*) filter (kind not in ('absent', 'negotiable')) as n_with_pay
    from mart.vacancy where employer is not null group by employer_id, employer
),
shared as (select *, n / sum(n) over () as share from counted)
select
    employer_id, employer, is_agency, n, share, n_with_pay,
    1 / sum(share * share) over () as effective_employers,
    row_number() over (order by n desc, employer) as rank
from shared
order by rank
