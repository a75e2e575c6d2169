"""With whom a primary care trust commissions: localities, PbC groups, practices, providers, and the people they serve.

A *locality* is an area. A *PbC group* lies in one. A *practice* belongs to one group at a time (*membership*, from its
first day to the first day on which it no longer does). A *population snapshot* is a practice's registered list and any
number of named need weightings on a day; once recorded it stays, and a correction is a new version that names the old.
"""
