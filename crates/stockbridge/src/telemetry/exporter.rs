//! Traces to an OpenTelemetry collector, where the standard variables name one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use clap::ValueEnum;
use opentelemetry::{Array, KeyValue, StringValue, Value};
use opentelemetry_otlp::SpanExporter as Otlp;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};

use crate::hub::Role;
use crate::system;

/// Either one says where traces go; the second is for traces alone and is used as it is written.
const ENDPOINTS: [&str; 2] = [
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
];

/// Prepares to send traces to the collector that the environment names; `None` if it names none.
pub(super) fn of_environment(roles: &[Role]) -> Result<Option<SdkTracerProvider>> {
    if ENDPOINTS
        .iter()
        .all(|name| system::environment(name).is_none())
    {
        return Ok(None);
    }
    let exporter = Otlp::builder()
        .with_http()
        .build()
        // Settings of the environment are the environment's fault.
        .map_err(std::io::Error::other)
        .with_context(|| {
            format!(
                "traces cannot be sent; correct {} or unset it",
                ENDPOINTS.join(" and ")
            )
        })?;
    let told = Told {
        inner: exporter,
        failing: AtomicBool::new(false),
    };
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(told)
        .with_resource(resource(roles));
    Ok(Some(provider.build()))
}

fn resource(roles: &[Role]) -> Resource {
    let name = system::environment("OTEL_SERVICE_NAME");
    let roles = roles.iter().filter_map(|role| {
        Some(StringValue::from(
            role.to_possible_value()?.get_name().to_owned(),
        ))
    });
    Resource::builder()
        .with_service_name(name.unwrap_or_else(|| "stockbridge".to_owned()))
        .with_attributes([
            KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
            KeyValue::new(
                "stockbridge.roles",
                Value::Array(Array::String(roles.collect())),
            ),
        ])
        .build()
}

/// Sends spans, and says once in the log when the collector stops taking them, and once when it
/// takes them again.
#[derive(Debug)]
struct Told {
    inner: Otlp,
    failing: AtomicBool,
}

impl SpanExporter for Told {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let sent = self.inner.export(batch).await;
        let failing = sent.is_err();
        match (&sent, self.failing.swap(failing, Ordering::Relaxed)) {
            (Err(error), false) => {
                tracing::warn!(%error, "the collector takes no traces; they are dropped until it does");
            }
            (Ok(()), true) => tracing::info!("the collector takes traces again"),
            _ => {}
        }
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}
