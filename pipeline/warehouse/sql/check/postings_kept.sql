-- one row if reading lost or invented a posting on its way to core
-- severity: fail
-- says: {raw_postings} postings were read and {core_postings} counted: a select of core drops or repeats rows
select r.n as raw_postings, c.n as core_postings
from (select count(*) as n from raw.posting) as r, (select count(*) as n from core.posting) as c
where r.n <> c.n
