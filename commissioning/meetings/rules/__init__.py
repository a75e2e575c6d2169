"""What holds for meetings: attendance and quorum, stages, actions and how old they are, and what may be written."""
