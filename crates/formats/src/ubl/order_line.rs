use model::Money;

use crate::content::{FreeGoods, Price};

use super::item::in_words;
use super::reference::x12_code;
use super::xml::{Element, group, text};

/// The element of what one unit costs.
pub(super) fn price(price: &Price, currency: &str) -> Element {
    let basis = price.basis.as_deref();
    group("cac:Price")
        .and(money("cbc:PriceAmount", price.net, currency))
        .all(basis.map(|basis| x12_code("cbc:PriceTypeCode", basis, "639")))
}

/// The element of goods that cost nothing: an allowance of what they would have cost. UBL has no
/// quantity there, so it stands among the reasons.
pub(super) fn free_goods(free: &FreeGoods, currency: &str) -> Element {
    group("cac:AllowanceCharge")
        .and(text("cbc:ChargeIndicator", "false"))
        .and(text("cbc:AllowanceChargeReason", "free goods"))
        .and(text("cbc:AllowanceChargeReason", in_words(&free.amount)))
        .and(money("cbc:Amount", free.worth, currency))
}

fn money(name: &'static str, amount: Money, currency: &str) -> Element {
    text(name, amount.to_string()).with("currencyID", currency)
}
