-- one row if reading lost or invented a posting on its way to core
-- severity: fail
-- says: {raw_postings} postings were read, {sightings} counted as seen, {core_postings} of {identities} distinct ones kept: a select of core drops or repeats rows
select r.n as raw_postings, s.n as sightings, s.identities, c.n as core_postings
from (select count(*) as n from raw.posting) as r,
    (select count(*) as n, count(distinct identity) as identities from core.sighting) as s,
    (select count(*) as n from core.posting) as c
where r.n <> s.n or s.identities <> c.n
