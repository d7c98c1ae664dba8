use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::{Client, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A hub that takes longer has stopped.
const PATIENCE: Duration = Duration::from_secs(30);

/// The hub's REST API as one of its programs uses it.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    client: Client,
    address: String,
    key: String,
}

impl Api {
    /// Talks to the hub at an address ("http://127.0.0.1:8080") with an API key.
    pub(crate) fn new(address: &str, key: &str) -> Result<Self> {
        let client = Client::builder()
            .timeout(PATIENCE)
            .build()
            .context("prepare HTTP")?;
        let address = address.trim_end_matches('/').to_owned();
        Ok(Self {
            client,
            address,
            key: key.to_owned(),
        })
    }

    /// Asks for something.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let address = format!("{}{path}", self.address);
        let request = self.client.get(&address).bearer_auth(&self.key);
        let answer = request
            .send()
            .await
            .with_context(|| format!("GET {address}"))?;
        let text = read(answer)
            .await
            .with_context(|| format!("GET {address}"))?;
        serde_json::from_str(&text).with_context(|| format!("read the answer of GET {address}"))
    }

    /// Reports something. The same `once` never counts twice, so it may be sent again.
    ///
    /// Returns whether it was taken: not, where what it is about is gone or moved meanwhile.
    pub(crate) async fn post<T: Serialize>(
        &self,
        path: &str,
        once: &str,
        body: &T,
    ) -> Result<bool> {
        let address = format!("{}{path}", self.address);
        let request = self
            .client
            .post(&address)
            .header("Idempotency-Key", once)
            .json(body);
        let request = request.bearer_auth(&self.key);
        let answer = request
            .send()
            .await
            .with_context(|| format!("POST {address}"))?;
        if matches!(
            answer.status(),
            StatusCode::NOT_FOUND | StatusCode::CONFLICT
        ) {
            return Ok(false);
        }
        read(answer)
            .await
            .with_context(|| format!("POST {address}"))?;
        Ok(true)
    }
}

async fn read(answer: Response) -> Result<String> {
    let status = answer.status();
    let text = answer.text().await?;
    if !status.is_success() {
        bail!("{status}: {text}");
    }
    Ok(text)
}
