## What stands around every page.

frame-skip = Skip to content
frame-navigation = Main
frame-orders = Orders
frame-sites = Stock
frame-proposals = Proposals
frame-exceptions = Exceptions
frame-documents = Documents
frame-sign-out = Sign out
frame-language = Language
frame-foot = All dates and times are UTC. Quantities are single units (eaches).
frame-today = Business day { $day }

role-regional_manager = Regional manager
role-warehouse_manager = Warehouse manager
role-planner = Planner
role-account_manager = Account manager
role-call_centre = Call centre
role-operator = Operator

site-store = Store
site-distribution_centre = Distribution centre
site-warehouse = Warehouse

action-filter = Show
action-clear = Clear filters
action-next-page = Older
action-first-page = Newest
action-start = Start
action-more = More
filter-label = Filter
filter-site = Site
filter-status = Status
filter-search = Order or PO number
filter-any-site = All sites
filter-any-status = Any status

sign-in-title = Sign in
sign-in-lead = Follow your orders, stock and documents.
sign-in-name = User name
sign-in-password = Password
sign-in-go = Sign in
sign-in-wrong = That name and password do not match. Check both and try again.
sign-in-often = Too many failed tries for this name. Wait five minutes, then try again.
sign-in-first = Please sign in to see that page.

error-not-found-title = We could not find that page
error-not-found-body = The address may be mistyped, or it leads to something outside what you can see. If someone sent you the link, ask them to check it with your account manager.
error-forged-title = That request was not accepted
error-forged-body = It did not come from a page of this site, or the page had been open since before you last signed in. Go back, reload the page and try again.
error-request-title = We could not read that request
error-request-body = Something in the form or address is not in the form we expect. Go back and try again.
error-busy-title = Please try again in a moment
error-busy-body = The system cannot take your request right now. Nothing was changed. Wait a few seconds and try again.
error-home = Go to the start page

figure-nothing = –
