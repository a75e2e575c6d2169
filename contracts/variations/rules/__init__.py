"""Rules of variations: what can change (`pieces`), the contract as at a day (`composition`), and its text (`content`).

Besides: what may not be (`checks`, `figures`), rivals (`conflicts`, `wordings`), what it costs (`effects`, `money`),
where a variation stands (`states`), its kinds, the sentence that is signed (`signing`), plain values (`written`).
"""
