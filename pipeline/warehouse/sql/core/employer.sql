-- one row an employer: the name it is shown by, every name it was written with, whether it hires for others
select
    employer_id, any_value(name) as name, list(written order by written) as names, bool_or(is_agency) as is_agency
from core.employer_name
where employer_id is not null
group by employer_id
order by employer_id
