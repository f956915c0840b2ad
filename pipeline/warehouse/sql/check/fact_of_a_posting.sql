-- one row a fact whose posting is unknown
-- severity: fail
-- says: {rows} facts belong to no posting, the first to {posting_key}: delete data/processed and run again
select fact.posting_key, fact.fact_number from raw.fact as fact anti join raw.posting as posting using (posting_key)
