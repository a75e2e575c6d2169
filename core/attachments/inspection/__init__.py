"""What is looked at in a file before it is kept: what it is by its content, whether it is whole and without anything
that runs or identifies a patient. `whole.inspected` is the way in; the other files know one family of files each.
"""
