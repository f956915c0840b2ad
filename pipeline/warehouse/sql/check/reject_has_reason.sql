-- one row a reject without a reason
-- severity: fail
select source, page, place_in_page from raw.reject where coalesce(trim(reason), '') = ''
