-- one row a posting that tells its industry: the best one
select posting_key, concept as industry, origin as industry_origin, quote
from raw.fact
where kind = 'industry' and concept is not null
qualify row_number() over (partition by posting_key order by principal desc, fact_number) = 1
order by posting_key
