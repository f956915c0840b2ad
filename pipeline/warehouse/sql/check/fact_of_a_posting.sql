-- one row a fact whose posting is unknown
-- severity: fail
select fact.posting_key, fact.fact_number from raw.fact as fact anti join raw.posting as posting using (posting_key)
