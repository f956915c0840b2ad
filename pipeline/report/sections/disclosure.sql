-- title: How pay is disclosed
-- order: 30
-- lead: What form the pay takes in vacancies of the role, by the language of the posting.
-- grain: language × form
select * from mart.disclosure where kind <> 'hidden' order by language, kind
