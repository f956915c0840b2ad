-- one row a posting without a place of its own: its title, and the lines of its text that give something a name ("City: Kazan")
select
    posting_key, title, language,
    regexp_extract_all(coalesce(text, ''), '(?m)^[^\n:]{2,40}:[ \t]*[^\n]{2,80}$') as named_lines
from raw.posting
where coalesce(trim(place), '') = ''
order by posting_key
