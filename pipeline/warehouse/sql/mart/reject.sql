-- one row a record that could not be read: where it stood and why
select source, page, place_in_page, reason from raw.reject order by all
