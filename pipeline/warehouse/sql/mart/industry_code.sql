-- one row an industry × code of another classification: NACE Rev. 2 divisions with their section, hh.ru's top industries where known
select
    industry, scheme, lpad(code::varchar, if(scheme = 'nace', 2, 1), '0') as code,
    case when scheme = 'nace' then (
        select section.section from seed.nace_section as section where codes.code::integer between section.first and section.last
    ) end as section,
    label
from seed.industry_code as codes
order by industry, scheme desc, code
