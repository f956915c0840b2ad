-- one row a posting: the opening it belongs to (called by its first posting), why, and the posting it was found alike to (null: it stands alone)
-- core.grouping is made by pipeline/openings from core.told and the texts.
select
    told.posting_key, told.identity, first.identity as opening_key, grouping.reason, alike.posting_key as alike_to,
    grouping.similarity, grouping.text_digest
from core.grouping as grouping
join core.told as told using (number)
join core.told as first on first.number = grouping.opening
left join core.told as alike on alike.number = grouping.alike
