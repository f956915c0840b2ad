-- one row a posting with a title and no place of its own: where a city may be named
select posting_key, title, language from raw.posting
where coalesce(trim(place), '') = '' and trim(title) <> ''
order by posting_key
