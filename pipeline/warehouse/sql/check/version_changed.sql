-- one row a version after the first that says of nothing that it changed
-- severity: fail
-- says: {rows} versions differ in nothing from the one before, the first of {posting_key}: report it
select posting_key, version from core.posting_version where version > 1 and len(changed) = 0
