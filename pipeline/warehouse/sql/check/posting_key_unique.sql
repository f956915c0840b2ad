-- one row a posting key that occurs more than once
-- severity: fail
-- says: {rows} posting keys occur more than once, the first {posting_key}: delete data/processed and run again
select posting_key, count(*) as times from core.posting group by posting_key having count(*) > 1
