"""What acts on notices are called in plain words in their history."""

from core.audit_trail.words import say

_WORDS = {
    "issue_notice": "issued {kind} {number} under {reference}: {title}",
    "answer_notice": "answered it",
    "answer_notice_late": "answered it late",
    "record_meeting": "recorded the meeting of {held_on}",
    "withdrawn": "withdrew it: {words}",
    "no_action": "ended it without action, because: {words}",
    "joint_review": "called a joint review: {words}",
    "propose_plan": "proposed a {plan} with milestones: {milestones}",
    "agree_plan": "agreed to the plan",
    "decline_plan": "declined the plan: {words}",
    "milestone_reported": "reported milestone {milestone} done: {what}",
    "milestone_accepted": "accepted milestone {milestone} as done: {what}",
    "milestone_returned": "did not accept milestone {milestone}: {what}",
    "report_exception": "issued exception report stage {stage} on milestone {milestone}, to be put right by {due_on}",
    "propose_withheld": "proposed entry {number}: {amount} withheld",
    "propose_released": "proposed entry {number}: {amount} released",
    "propose_retained": "proposed entry {number}: {amount} retained",
    "propose_waived": "proposed entry {number}: {amount} waived",
    "approved_entry": "approved entry {number}: {amount} {kind}",
    "declined_entry": "declined entry {number}: {amount} {kind}",
    "close_notice": "closed it: {words}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"notices.{act}", words)
