use model::agreement::{Agreement, Allowance, InKind, LinePrice, Price};
use model::{Gtin, Money, NaiveDate, Quantity};
use rust_decimal::Decimal;

/// Returns the price of `quantity` eaches of an item on a day; `None` where none is agreed.
///
/// The break for the quantity gives the gross price; allowances come off it one after the other,
/// each percentage of what the ones before it left, never below nothing, and the end result is
/// rounded once to the last place of [`Money`], halves to even. Free goods are part of the
/// quantity: of every `buy + free` delivered, `free` cost nothing.
pub fn price(
    agreement: &Agreement,
    item: Gtin,
    day: NaiveDate,
    quantity: Quantity,
) -> Option<LinePrice> {
    let price = on_day(agreement, item, day)?;
    let gross = gross(price, quantity);
    let net = price.allowances.iter().try_fold(gross.value(), after)?;
    Some(LinePrice {
        version: price.version,
        unit: price.unit.clone(),
        currency: agreement.currency.clone(),
        gross,
        net: Money::new(net.round_dp(4)).ok()?,
        free: price
            .in_kind
            .as_ref()
            .map_or(Quantity::ZERO, |goods| free(goods, quantity)),
    })
}

/// Returns the price that holds on a day: of several, the one that began last.
fn on_day(agreement: &Agreement, item: Gtin, day: NaiveDate) -> Option<&Price> {
    let holds = |p: &&Price| p.item == item && p.from <= day && p.to.is_none_or(|to| day <= to);
    agreement
        .prices
        .iter()
        .filter(holds)
        .max_by_key(|p| (p.from, p.version))
}

fn gross(price: &Price, quantity: Quantity) -> Money {
    let reached = price.breaks.iter().filter(|b| b.from_quantity <= quantity);
    reached
        .max_by_key(|b| b.from_quantity)
        .map_or(price.amount, |b| b.amount)
}

fn after(amount: Decimal, allowance: &Allowance) -> Option<Decimal> {
    let left = match allowance {
        Allowance::Percent { percent, .. } => {
            amount.checked_mul(Decimal::ONE_HUNDRED - percent.value())? / Decimal::ONE_HUNDRED
        }
        Allowance::Amount { amount: off, .. } => amount.checked_sub(off.value())?,
    };
    Some(left.max(Decimal::ZERO))
}

fn free(goods: &InKind, quantity: Quantity) -> Quantity {
    let bundle = goods.buy + goods.free;
    let sensible = !goods.buy.is_negative() && goods.free > Quantity::ZERO;
    if !sensible || quantity.is_negative() {
        return Quantity::ZERO;
    }
    let bundles = quantity
        .value()
        .checked_div(bundle.value())
        .unwrap_or_default()
        .floor();
    let eaches = bundles.checked_mul(goods.free.value()).unwrap_or_default();
    Quantity::new(eaches).unwrap_or(Quantity::ZERO)
}
