## Sites, their items, and the page of one item at one site.

sites-title = Sites and stock
sites-none = No sites are in your area of responsibility.
sites-site = Site
sites-region = Region
sites-partner = Partner
sites-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
sites-out = { $count ->
    [0] none out of stock
    [one] { $count } out of stock
   *[other] { $count } out of stock
}
sites-silent = No stock reported yet

stock-caption-short = Items
stock-caption = Stock of each item at { $site }
stock-item = Item
stock-on-hand = On hand
stock-as-of = Counted
stock-position = Position
stock-cover = Days of cover
stock-on-the-way = On the way
stock-none = Nothing has been reported from this site yet.
stock-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
stock-days-beyond = more than { $count } days
stock-out = out of stock
stock-unknown = not reported

item-picture = Sales, stock and forecast
item-sales = Sold (or withdrawn) a day
item-stock = Stock at the end of the day
item-forecast = Forecast, with the range that holds 8 days in 10
item-arrival = Order arriving
item-out-of-stock = Out of stock
item-axis-stock = Stock
item-axis-sales = Sales a day
item-picture-says = From { $from } to { $to }: { $sold } sold, { $out ->
    [0] never out of stock
    [one] out of stock on { $out } day
   *[other] out of stock on { $out } days
}.
item-forecast-says = Forecast for the next { $ahead } days: { $forecast }.
item-nothing-reported = No sales or stock have been reported for this item at this site yet.
item-no-forecast = There is no forecast yet.
item-orders = Orders of this item
item-orders-none = No orders of this item in these weeks.
item-table = The same as a table
item-table-caption = Sales, stock and forecast by day
item-day = Day
item-sold = Sold
item-on-hand = On hand
item-expected = Forecast
item-range = Range
item-range-figures = { $low } to { $high }

position-title = Inventory position
position-lead = What is here and on the way. Every unit is counted once.
position-caption = Parts of the inventory position
position-part = Part
position-quantity = Units
position-source = Source
position-as-of = As of
position-on_hand = On hand
position-received_since = Received since the count
position-on_order = Ordered, not yet shipped
position-in_transit = Shipped, not yet received
position-allocated = Promised to others
position-backordered = Owed to own customers
position-total = Inventory position

forecast-title = Forecast
forecast-made = Made from { $days } days of history; { $out } of them were left out because the shelf was empty.
forecast-level = On an average day { $level } are expected.
