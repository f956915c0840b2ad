-- one row a vacancy whose postings show several amounts or several employers that do not hire for others
-- severity: fail
-- says: {rows} vacancies hold postings that contradict each other, the first {vacancy_id} ({pays} amounts, {employers} employers): see `vacancies explain {vacancy_id}` and report it
select
    posting.vacancy_id, count(distinct (pay.low, pay.high)) filter (pay.low is not null and pay.high is not null) as pays,
    count(distinct posting.employer_id) filter (not employer.is_agency) as employers
from core.posting as posting
join core.posting_pay as pay using (posting_key)
left join core.employer as employer using (employer_id)
group by posting.vacancy_id
having pays > 1 or employers > 1
