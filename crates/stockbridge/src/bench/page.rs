//! The order page as a browser gets it: bytes with everything it needs, and how long it takes.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use model::scope::Scope;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Client, Response, redirect};
use store::OrderFilter;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::figures::{Figures, Goal, ms, percentile};
use crate::business_time::BusinessTime;
use crate::config::Config;
use crate::hub::{Hub, Role};
use crate::{reference, system};

const REFERENCE: &str = include_str!("../../../../examples/womart/reference.toml");
const CREDENTIALS: &str = "name=regional.north&password=demo-household";
const REQUESTS: usize = 500;

pub(super) async fn measure(data: &Path, figures: &mut Figures) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let settings = Config::load(None, Some(data))?;
    let (stop, stopping) = watch::channel(false);
    let time = BusinessTime::simulated(system::now());
    let reference = reference::parse(REFERENCE)?;
    let hub = Hub::with_reference(&settings, reference, time, stopping).await?;
    let path = largest_order(&hub).await?;
    let serving = tokio::spawn(hub.run(&[Role::Serve], Some(listener), false));
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .build()?;
    let browser = Browser::sign_in(client, address).await?;
    weigh(&browser, &path, figures).await?;
    clock(&browser, &path, figures).await?;
    drop(browser);
    let _ = stop.send(true);
    serving.await.context("the portal ended in a panic")?
}

/// Returns the page of the order with the most lines.
async fn largest_order(hub: &Hub) -> Result<String> {
    let orders = hub
        .store
        .orders(&Scope::default(), &OrderFilter::default())
        .await?;
    let largest = orders.iter().max_by_key(|order| order.lines);
    Ok(format!("/orders/{}", largest.context("an order")?.id))
}

/// Adds up what a first visit transfers: the page and everything it names, headers included.
async fn weigh(browser: &Browser, path: &str, figures: &mut Figures) -> Result<()> {
    let page = browser.get(path, None).await?.text().await?;
    let packed = size(browser.get(path, Some("gzip")).await?).await?;
    let mut assets = 0.0;
    for asset in assets_of(&page) {
        assets += size(browser.get(&asset, Some("gzip")).await?).await?;
    }
    figures.add(
        "page_kb",
        "order page: itself, gzip, with headers",
        packed,
        "kB",
    );
    let label = "order page: with style, script and icon";
    figures.judge(
        "page_all_kb",
        label,
        packed + assets,
        "kB",
        Goal::AtMost(60.0),
    );
    Ok(())
}

fn assets_of(page: &str) -> BTreeSet<String> {
    let ends = page.split("=\"/assets/").skip(1);
    ends.filter_map(|rest| Some(format!("/assets/{}", rest.split_once('"')?.0)))
        .collect()
}

async fn size(response: Response) -> Result<f64> {
    let headers: usize = response
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    let bytes = u32::try_from(headers + response.bytes().await?.len())?;
    Ok(f64::from(bytes) / 1e3)
}

/// Asks for the page again and again, over a connection that stays open.
async fn clock(browser: &Browser, path: &str, figures: &mut Figures) -> Result<()> {
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let begun = Instant::now();
        browser.get(path, Some("gzip")).await?.bytes().await?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    let at = |percent| ms(percentile(&times, percent));
    figures.add(
        "page_p50_ms",
        "order page: request to last byte, p50 of 500",
        at(50),
        "ms",
    );
    figures.judge("page_p95_ms", "  p95", at(95), "ms", Goal::AtMost(20.0));
    Ok(())
}

struct Browser {
    client: Client,
    address: String,
    cookie: String,
}

impl Browser {
    async fn sign_in(client: Client, address: String) -> Result<Self> {
        let request = client.post(format!("{address}/sign-in")).body(CREDENTIALS);
        let form = "application/x-www-form-urlencoded";
        let response = request.header(CONTENT_TYPE, form).send().await?;
        let cookie = session(response.headers()).context("the sign-in gave no session")?;
        Ok(Self {
            client,
            address,
            cookie,
        })
    }

    async fn get(&self, path: &str, encoding: Option<&'static str>) -> Result<Response> {
        let request = self.client.get(format!("{}{path}", self.address));
        let request = request.header(COOKIE, &self.cookie);
        let request = match encoding {
            Some(encoding) => request.header(ACCEPT_ENCODING, encoding),
            None => request,
        };
        let response = request.send().await?;
        if !response.status().is_success() {
            bail!("{path} answers {}", response.status());
        }
        Ok(response)
    }
}

fn session(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(SET_COOKIE).iter();
    cookies
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
        .find(|cookie| cookie.starts_with("session="))
        .map(str::to_owned)
}
