-- one row a sighting: a posting as one page of one collection shows it; `identity` is what stays: source|id of a live source, of a file's row its own key
select
    posting_key,
    if(collection is null, posting_key, source || '|' || id) as identity,
    source, page, id, collection, fetched_at as seen_at, closed as says_closed, strlen(text) as text_bytes
from raw.posting
