use chrono::{Days, NaiveDate};
use edi::Segment;
use model::PoNumber;
use model::activity::PoPoolGranted;

use super::collect::{Collector, Location};
use crate::Code;
use crate::reading::Remark;

/// PO numbers are used in the week they are given and purged at its end, as the retailers that give
/// them ask; a DTM*036 in the heading names another last day.
const VALID: Days = Days::new(7);

/// Takes an XPO: XPO01 and XPO02 are the first and last number, XPO03 and XPO04 the site, which is
/// the heading's where they are absent.
pub(super) fn grant<'a>(
    collector: &mut Collector<'a>,
    xpo: &Segment<'a>,
    heading: Option<Location<'a>>,
    period: Option<(NaiveDate, NaiveDate)>,
    expires: Option<NaiveDate>,
) {
    let own = Location::read(collector.context, *xpo, 3, 4);
    let location = if xpo.element(4).is_empty() {
        heading
    } else {
        Some(own)
    };
    let Some(location) = location else {
        let cause = "neither XPO nor N1 says whose orders may use the numbers";
        collector.remark(xpo, 4, Remark::new(Code::SiteMissing, cause));
        return;
    };
    let Some(expires) = expires.or(period.map(|(_, to)| to + VALID)) else {
        let cause = "without XQ02 nobody knows until when the numbers hold";
        collector.remark(xpo, 1, Remark::new(Code::DateMissing, cause));
        return;
    };
    let last = if xpo.element(2).is_empty() { 1 } else { 2 };
    let numbers = PoNumber::new(xpo.element(1))
        .and_then(|first| PoNumber::new(xpo.element(last)).map(|last| (first, last)));
    let (first, last) = match numbers {
        Ok(numbers) => numbers,
        Err(error) => {
            let remark = Remark::new(Code::PoNumberInvalid, error.to_string());
            collector.remark(xpo, 1, remark);
            return;
        }
    };
    let Some(site) = collector.known_site(location) else {
        return;
    };
    collector.out.pools.push(PoPoolGranted {
        partner: collector.context.partner.id.clone(),
        site: site.id.clone(),
        document: collector.context.document.clone(),
        first,
        last,
        expires,
    });
}
