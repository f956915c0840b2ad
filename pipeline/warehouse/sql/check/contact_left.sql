-- one row a posting in which a contact is left that should have been masked (DESIGN law 10)
-- severity: fail
-- says: {rows} postings still hold a contact, the first {posting_key}: pipeline/contacts.py must mask it where the text is made
select posting_key from core.contact_left
