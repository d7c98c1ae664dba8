## Documents, their findings and bytes; exceptions.

documents-title = Documents
documents-none = No documents match.
documents-caption = Documents, newest first
documents-document = Document
documents-when = Kept
documents-partner = Partner
documents-status = Status
documents-findings = Findings
documents-any-direction = Both ways
documents-direction = Direction
direction-in = Received
direction-out = Sent

document-title = Document { $document }
document-direction = Direction
document-name = File name
document-at = Kept
document-size = Size
document-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
document-sender = Sender
document-receiver = Receiver
document-control = Control number
document-order = Order
document-site = Site
document-acknowledgement = Acknowledgement
document-digest = SHA-256
document-download = Download as received
document-findings = Findings
document-no-findings = Nothing wrong or odd was found.
document-finding-where = Where
document-finding-cause = What is wrong
document-finding-fix = What to do
document-finding-text = Text
document-view = Content
document-view-lead = Broken into lines after each segment; the bytes themselves are unchanged.
document-view-region = Content of the document, segment by segment
document-view-binary = This document is not text. Download it to look at it.
document-view-cut = Only the first { $shown } of { $total } bytes are shown. Download the document to see all of it.

document-status-received = Kept, not yet read
document-status-decoded = Read in full
document-status-decoded_in_part = Read in part
document-status-rejected = Refused
document-status-quarantined = Set aside
document-status-held = Held
document-status-duplicate = Duplicate
document-status-ready = Ready to send
document-status-delivered = Delivered

severity-error = Error
severity-warning = Warning
severity-note = Note
owner-sender = Sender’s mistake
owner-receiver = For us to mend
owner-transport = Damaged in transport

place-segment = segment { $segment } ({ $name })
place-element = element { $element }
place-component = component { $component }
place-message = message { $message }
place-byte = byte { $offset }

exceptions-title = Exceptions
exceptions-lead = Conditions that a person should look at, newest first.
exceptions-none = Nothing needs your attention.
exceptions-open = Open
exceptions-closed = Settled
exceptions-all = Show settled ones, too
exceptions-only-open = Show open ones only
exceptions-next = Next step

exception-document_quarantined = A document could not be read or placed
exception-document_quarantined-next = Open the document, read its findings and ask its sender for a corrected one.
exception-document_held = Known control numbers came with different content
exception-document_held-next = Ask the sender which of the two files counts, and to send it again under a new control number.
exception-unknown_item = A document names an item we do not know
exception-unknown_item-next = Add the item or correct its number at the sender. The other lines were applied.
exception-unknown_site = A document names a site we do not know
exception-unknown_site-next = Add the site or correct its number at the sender. The other sites were applied.
exception-po_pool_exhausted = No PO number is left
exception-po_pool_exhausted-next = Ask the retailer for a new range of PO numbers. Held orders go out by themselves once it arrives.
exception-acknowledgement_overdue = A document was not acknowledged in time
exception-acknowledgement_overdue-next = Ask the retailer’s EDI contact whether the document arrived.
exception-document_refused = A document of ours was refused
exception-document_refused-next = Open the document to see what was refused, mend the cause and send it again.
exception-approval_needed = A proposal waits for a planner
exception-approval_needed-next = Open the proposals and decide before the cut-off.
exception-negative_stock = Reported stock is below zero
exception-negative_stock-next = Have the item counted at the site and the stock corrected.
exception-withdrawals_disagree = Withdrawals and store sales drift apart
exception-withdrawals_disagree-next = Look for store stock building up, a new store or missing reports.
exception-order_mismatch = A message about an order does not fit the order
exception-order_mismatch-next = Compare the message with the order and settle the difference with the retailer.
exception-key_parked = Processing of one site is paused
exception-key_parked-next = Read the log for this site, mend the cause and resume it.
