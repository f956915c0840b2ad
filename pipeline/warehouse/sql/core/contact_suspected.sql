-- one row a posting that shows what may be an e-mail address or an international phone number, with all its words
select posting_key, concat_ws(chr(10), title, employer, place, text) as words
from raw.posting
where (contains(text, '@') or contains(text, '+7') or contains(text, '+90') or contains(title, '@') or contains(title, '+')
        or contains(employer, '@') or contains(place, '@'))
    and regexp_matches(words, '[\w.+-]+@[\w-]+\.[a-z]{2,}|\+(7|90)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}')
order by posting_key
