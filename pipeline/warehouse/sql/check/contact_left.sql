-- one row a posting in which an e-mail address or an international phone number is left (DESIGN law 10)
-- severity: fail
-- says: {rows} postings still hold a contact, the first {posting_key} in its {field}: pipeline/contacts.py must mask it; nothing was published
select posting_key, case
        when regexp_matches(coalesce(text, ''), '[\w.+-]+@[\w-]+\.[a-z]{2,}|\+(7|90)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}') then 'text'
        when regexp_matches(coalesce(title, ''), '[\w.+-]+@[\w-]+\.[a-z]{2,}|\+(7|90)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}') then 'title'
        else 'employer or place'
    end as field
from raw.posting
where (contains(text, '@') or contains(text, '+7') or contains(text, '+90') or contains(title, '@') or contains(title, '+')
        or contains(employer, '@') or contains(place, '@'))
    and regexp_matches(
        concat_ws(' ¦ ', text, title, employer, place),
        '[\w.+-]+@[\w-]+\.[a-z]{2,}|\+(7|90)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}'
    )
