"""What acts on activity are called in the audit trail."""

from core.audit_trail.words import say


def make_known() -> None:
    """Tell the audit trail these words."""
    say("activity.expect_return", "expected “{name}” of {provider} from {from} on: {how}")
    say("activity.end_expectation/anew", "moved the end of “{name}” from {old_last_month} to {last_month}: {reason}")
    say("activity.let_run_on/anew", "let “{name}” run on until {last_month}, before until {old_last_month}: {reason}")
    say("activity.end_expectation", "ended “{name}” with {last_month}: {reason}")
    say("activity.let_run_on", "let “{name}” run on until {last_month}: {reason}")
    say("activity.waive", "waived {what} from {first_month} to {last_month}, until {until}: {reason}")
    say("activity.add_currency", "added the currency {label} ({code}), in {unit}")
    say("activity.set_rule", "set the rule “{rule}”: importance {importance}, services {services}, limit {limit}")
    say("activity.set_rule/anew", "changed the rule “{rule}”: {changes}")
    say("activity.set_certifying", "set for activity returns that {certifier}")
    say("activity.submit_return", "submitted number {number} of {return} for {period}: {rows} rows, {owed} owed")
    say("activity.submit_nil_return", "made a nil return, number {number} of {return} for {period}")
    say("activity.certify_return", "certified number {number} of {return} for {period}")
    say(
        "activity.query_lines",
        "asked about figures of number {number} ({queries} in all), to be answered by {answer_due_on}",
    )
    say("activity.answer_query", "answered query {query} with comment {comment}")
    say("activity.ask_again", "asked on about query {query} with comment {comment}")
    say("activity.accept_return", "accepted number {number} of {return} for {period}")
    say("activity.ask_to_resubmit", "asked for {services} again by {due_on}: {reason}")
    say("activity.freeze_month", "froze {period} of {return}")
    say(
        "activity.post_adjustment",
        "adjusted {currency} of {service} in {month} by {quantity}, in {posted_to}: {reason}",
    )
    say("activity.propose_release", "said that row {row}, {column} of a file holds no patient’s number: {reason}")
    say("activity.confirm_release", "let row {row}, {column} of a file pass, as the second person")
