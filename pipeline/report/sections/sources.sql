-- title: What was read and what was not
-- order: 70
-- lead: From records to vacancies, and every record that could not be read with its reason.
-- grain: source and page
select * from mart.source order by postings desc, source, page
