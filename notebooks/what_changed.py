# %% [markdown]
# # What changed
# Did pay move since the last run, or did the mix of vacancies, or our own reading? This notebook reads the warehouse
# of the last run and defines nothing of its own. After a first run the tables of change are empty: run again later.

# %%
import pipeline

market = pipeline.open_market()
market.query("select today, window_from, window_to, sample, reported from mart.market")

# %% [markdown]
# ## Against the last run
# `percent` is the market with the mix held equal, `mix_percent` what another make-up of vacancies added,
# `reading_percent` what still open vacancies read otherwise than before: through new words or code, or an edited posting.

# %%
change = market.query("""
    select unit, base_on, new_on, percent, percent_low, percent_high, smallest_visible_change, mix_percent,
        reading_percent, raw_percent, verdict, n_base, n_new, reason
    from mart.change order by n_new desc, unit
""")
change

# %% [markdown]
# ## Over the last runs
# The first of the runs kept is 100; `revision` is how far this run restates what the last one said.

# %%
index = market.query("""
    select unit, run_on, index, index_low, index_high, revision, verdict, n, employers from mart.pay_index order by unit, run_on
""")
index

# %% [markdown]
# ## The newest vacancies

# %%
newest = market.query("""
    select title, employer, place, posted_on, first_seen_on, closed_on, reposts, pay_written, url
    from mart.vacancy order by coalesce(first_seen_on, posted_on) desc nulls last, vacancy_id limit 20
""")
newest
