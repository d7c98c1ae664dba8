## The planner's proposals and decisions.

proposals-title = Proposals
proposals-lead = Waiting proposals need a decision before their cut-off. Open ones go out by themselves.
proposals-waiting = Waiting for a decision
proposals-open = Going out at the cut-off
proposals-decided = Decided
proposals-none-waiting = Nothing waits for you.
proposal-heading = { $site }, due { $day }
proposal-cut-off = Cut-off { $time }
proposal-planned = Planned for { $day }
proposal-totals = { $units } units, { $value }
proposal-lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
proposal-lines-caption = Lines of the proposal for { $site }, due { $day }
proposal-item = Item
proposal-computed = Computed
proposal-quantity = To order
proposal-price = Unit price
proposal-amount = Amount
proposal-status-open = Open
proposal-status-waiting = Waiting
proposal-status-approved = Approved
proposal-status-rejected = Rejected
proposal-approved-by = Approved by { $by }. It goes out at the cut-off.
proposal-rejected-by = Rejected by { $by }: “{ $reason }”
wait-value = It costs { $value }; the agreement lets { $limit } go out without a planner.
wait-units = It holds { $units } units; the agreement lets { $limit } go out without a planner.
wait-stock = The stock of { $item } is missing or below zero. Check it before you approve.

decide-approve = Approve
decide-change = Change quantity
decide-reject = Reject
decide-reject-open = Reject this proposal
decide-quantity = New quantity
decide-quantity-zero = 0 drops the line
decide-reason-why = Reason (required)
decide-read-only = You can read proposals; planners decide.
decided-approve = Approved: the order for { $site } goes out at its cut-off, or at once if that has passed.
decided-change = Changed: the new quantity for { $site } is noted.
decided-reject = Rejected: nothing is ordered for { $site } on that day.
decided-moved = Not done: the proposal was planned again meanwhile. Look at the new figures, then decide again.
decided-gone = Not done: the proposal is no longer there. It was released, or the need has gone.
decided-reason-missing = Not done: please give a reason.
decided-quantity-wrong = Not done: the quantity must be a number, zero or more, with at most three decimal places.
