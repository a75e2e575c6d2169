"""Privacy: what is kept about the people who use the installation, what they are given of it, and what goes after they
have left.

Main words: *register of personal data* (`register.toml`: which columns hold it, why, how long, who sees it), *own data*
(all that is kept about one person, as a file), *leaver* (a deactivated person whose name is taken out of the live
tables by two administrators; what they signed keeps its own copy).
"""
