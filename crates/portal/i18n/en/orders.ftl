## The list of orders and the page of one order.

orders-title = Orders
orders-none = No orders match. Try another site or status, or clear the filters.
orders-none-yet = There are no orders yet. They appear here as soon as one is released.
orders-caption = Orders, newest first
orders-order = Order
orders-site = Ship to
orders-status = Status
orders-need-date = Due
orders-released = Released
orders-units = Units
orders-po = PO { $number }
orders-no-po = No PO number yet

status-held = On hold
status-released = Released
status-sent = Sent
status-accepted = Accepted
status-shipped = Shipped
status-delivered = Delivered
status-received = Received
status-cancelled = Cancelled

order-title = Order { $order }
order-live = Updates by itself
order-reloads = Reloads every { $seconds } seconds
order-progress = Progress
order-done = done
order-now = current step
order-ahead = still ahead

order-says-held = On hold: { $partner } has no PO number left for us to use. We will send the order as soon as new numbers arrive.
order-says-released = Released and being sent to { $partner }. { $units } units are due at { $site } on { $day }.
order-says-sent = Sent to { $partner }; waiting for it to be accepted. { $units } units are due at { $site } on { $day }.
order-says-accepted = Accepted by { $partner }. { $units } units are due at { $site } on { $day }.
order-says-shipped = On its way: { $shipped } of { $units } units have left the warehouse and are due at { $site } on { $day }.
order-says-delivered = Delivered: { $delivered } of { $units } units arrived at { $site }. Waiting for the goods to be counted in.
order-says-received = Complete: { $received } units were counted in at { $site }.
order-says-cancelled = Cancelled: nothing more of this order will come.
order-short = { $short } units will not be delivered.

order-from = Ships from
order-to = Ship to
order-due = Due
order-po = PO number
order-agreement = Agreement
order-agreement-version = { $agreement }, version { $version }

order-quantities = Quantities
order-quantities-caption = Units at each step, all lines together
order-step = Step
order-units = Units
order-share = Share of the order
quantity-proposed = Proposed
quantity-released = Released
quantity-sent = Sent
quantity-accepted = Accepted
quantity-shipped = Shipped
quantity-delivered = Delivered
quantity-received = Received
quantity-cancelled = Cancelled
quantity-open = Still to come

order-lines = Lines
order-lines-caption = What was ordered, and how far it got
order-item = Item
order-ordered = Ordered
order-accepted = Accepted
order-shipped = Shipped
order-received = Received
order-price = Unit price
order-amount = Amount
order-no-price = No price agreed
order-price-version = price version { $version }
order-price-gross = list price { $gross }
order-price-free = { $free } units free of charge
order-why = Why { $quantity }?
order-changed = { $by } changed the quantity from { $before } to { $after }: “{ $reason }”
order-total = Total

order-timeline = What happened
order-documents = Documents
order-documents-caption = Documents exchanged about this order
order-documents-none = No document has been exchanged yet.
order-document = Document
order-document-when = When
order-document-state = Acknowledged by software
order-document-in = from { $partner }
order-document-out = to { $partner }

milestone-proposed = Proposed by the plan
milestone-approved = Approved by a planner
milestone-released = Released
milestone-held = On hold: no PO number is left
milestone-numbered = Received its PO number
milestone-sent = Order document delivered to the retailer
milestone-document_accepted = The retailer’s system read the document without fault
milestone-document_partial = The retailer’s system read the document in part
milestone-document_rejected = The retailer’s system refused the document
milestone-acknowledgement_overdue = No acknowledgement from the retailer’s system in time
milestone-accepted = Accepted by the retailer’s own order
milestone-accepted_by_silence = Accepted: the time to object ran out
milestone-shipped = Left our warehouse
milestone-notice_sent = Ship notice delivered to the retailer
milestone-delivered = Arrived
milestone-received = Counted in
milestone-cancelled = The rest was cancelled
milestone-units = { $count ->
    [one] { $count } unit
   *[other] { $count } units
}

acknowledgement-none = None due
acknowledgement-expected = Expected
acknowledgement-overdue = Overdue
acknowledgement-accepted = Accepted
acknowledgement-partial = Accepted in part
acknowledgement-rejected = Rejected

kind-852 = Sales and stock report
kind-855 = Vendor order
kind-850 = Purchase order
kind-856 = Ship notice
kind-861 = Receipt
kind-997 = Acknowledgement
kind-999 = Acknowledgement
kind-TA1 = Interchange acknowledgement
kind-activity = Activity by API
kind-shipment = Shipment by API
kind-JSON = Record of a topic
kind-other = Document
