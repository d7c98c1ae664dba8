//! `explain ORDER[:LINE]`: how quantities came about, in words.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use model::OrderId;
use model::order::OrderLine;
use model::scope::Scope;
use store::Store;

use super::{Common, print};

/// What `explain` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArguments {
    /// An order, or one of its lines: ORDER or ORDER:LINE.
    order: String,
}

/// Prints the derivation of an order's lines.
pub(crate) async fn run(common: &Common, arguments: ExplainArguments) -> Result<ExitCode> {
    let settings = common.settings()?;
    let (order, line) = match arguments.order.split_once(':') {
        Some((order, line)) => (
            order,
            Some(
                line.parse::<u32>()
                    .with_context(|| format!("{line:?} is no line"))?,
            ),
        ),
        None => (arguments.order.as_str(), None),
    };
    let store = Store::open(&settings.database).await?;
    let id = OrderId::new(order)?;
    let Some(order) = store.order(&Scope::default(), &id).await? else {
        bail!("there is no order {id}");
    };
    let reference = crate::reference::load(&settings.reference).unwrap_or_default();
    let name = |l: &OrderLine| {
        reference
            .item(l.item)
            .map_or_else(|| l.item.to_string(), |item| item.name.clone())
    };
    let chosen = order
        .lines
        .iter()
        .filter(|l| line.is_none_or(|number| l.line == number));
    for line in chosen {
        if common.json {
            print(&serde_json::to_string(line)?);
            continue;
        }
        print(&format!(
            "{}:{} {} × {}",
            order.id,
            line.line,
            line.quantities.released,
            name(line)
        ));
        for step in &line.derivation.steps {
            print(&format!("  {}", replenish::sentence(step, &name(line))));
        }
        if let Some(change) = &line.change {
            print(&format!(
                "  {} made it {}: {}",
                change.by, change.quantity, change.reason
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}
