//! Trace context that lives as long as a document does.
//!
//! A trace is named by its document, so that whoever knows the document's id knows the trace: the
//! process that reads it after a restart, the one that plans hours later, a person with a log line.

use model::DocumentId;
use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState};
use sha2::{Digest, Sha256};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::reference::hex;

/// Returns the W3C `traceparent` of a document's trace with the span of a step of its way, such as
/// the id of an event.
pub(crate) fn traceparent_of(document: &DocumentId, step: &str) -> String {
    let trace = Sha256::digest(document.as_str());
    let span = Sha256::digest(step);
    format!("00-{}-{}-01", hex(&trace[..16]), hex(&span[..8]))
}

/// Makes a span part of the trace that a `traceparent` names. One that cannot be read is as good as
/// none: the span then belongs to whatever it is made in.
pub(crate) fn span_from(traceparent: Option<&str>, span: Span) -> Span {
    if let Some(parent) = traceparent.and_then(parse) {
        let context = Context::new().with_remote_span_context(parent);
        // Where nothing is exported there is no layer to take it.
        let _ = span.set_parent(context);
    }
    span
}

fn parse(traceparent: &str) -> Option<SpanContext> {
    let mut parts = traceparent.split('-');
    let (version, trace, span, flags) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let lengths = [version, trace, span, flags].map(str::len);
    // A version after 00 may add parts, but 00 has none and ff is no version.
    if lengths != [2, 32, 16, 2] || version == "ff" || (version == "00" && parts.next().is_some()) {
        return None;
    }
    let context = SpanContext::new(
        TraceId::from_hex(trace).ok()?,
        SpanId::from_hex(span).ok()?,
        TraceFlags::new(u8::from_str_radix(flags, 16).ok()?),
        true,
        TraceState::NONE,
    );
    context.is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_names_its_trace() {
        // sha256sum of "IN-1" and "a".
        let document = DocumentId::new("IN-1").unwrap();
        let traceparent = traceparent_of(&document, "a");
        let trace = hex(&Sha256::digest("IN-1")[..16]);
        assert_eq!(traceparent, format!("00-{trace}-ca978112ca1bbdca-01"));
        assert_eq!(traceparent, traceparent_of(&document, "a"));
        let read = parse(&traceparent).unwrap();
        assert!(read.is_remote() && read.is_sampled());
        assert_eq!(read.trace_id().to_string(), trace);
        assert_eq!(read.span_id().to_string(), "ca978112ca1bbdca");
    }

    #[test]
    fn what_is_no_traceparent_is_none() {
        let (trace, span) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        for (text, valid) in [
            (format!("00-{trace}-{span}-01"), true),
            (format!("00-{trace}-{span}-00"), true),
            (format!("01-{trace}-{span}-01-more"), true),
            (format!("00-{trace}-{span}-01-more"), false),
            (format!("ff-{trace}-{span}-01"), false),
            (format!("00-{}-{span}-01", "0".repeat(32)), false),
            (format!("00-{trace}-{}-01", "0".repeat(16)), false),
            (format!("00-{trace}-{}-01", &span[1..]), false),
            (format!("00-{trace}-{}-01", "x".repeat(16)), false),
            (String::new(), false),
        ] {
            assert_eq!(parse(&text).is_some(), valid, "{text:?}");
        }
    }
}
