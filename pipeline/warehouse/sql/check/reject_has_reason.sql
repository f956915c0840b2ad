-- one row a reject without a reason
-- severity: fail
-- says: {rows} rejects tell no reason, the first of {page}, {place_in_page}: the reader of {source} must give one
select source, page, place_in_page from raw.reject where coalesce(trim(reason), '') = ''
