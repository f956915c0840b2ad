-- one row a posting key that occurs more than once
-- severity: fail
select posting_key, count(*) as times from core.posting group by posting_key having count(*) > 1
