-- one row if reading lost or invented a posting on its way to core
-- severity: fail
select r.n as raw_postings, c.n as core_postings
from (select count(*) as n from raw.posting) as r, (select count(*) as n from core.posting) as c
where r.n <> c.n
