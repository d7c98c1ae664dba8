//! Trace contexts of events, as W3C Trace Context writes them in `traceparent`.

/// Returns the context of an event: the trace of its cause, or where there is none a trace of its
/// own. Both follow from names alone, so that a step done again after a crash is the same step.
pub fn of_event(cause: Option<&str>, id: &str) -> String {
    let span = hash(id, 0);
    match cause.and_then(trace_id) {
        Some(trace) => format!("00-{trace}-{span:016x}-01"),
        None => format!("00-{:016x}{span:016x}-{span:016x}-01", hash(id, 1)),
    }
}

/// Returns the trace id of a context: 32 hexadecimal digits.
pub fn trace_id(context: &str) -> Option<&str> {
    let id = context.split('-').nth(1)?;
    let hexadecimal = id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
    hexadecimal.then_some(id)
}

/// FNV-1a of 64 bits from one of two starts; never zero, which the standard forbids.
fn hash(text: &str, start: u64) -> u64 {
    let basis = 0xcbf2_9ce4_8422_2325_u64 ^ start;
    let hash = text.bytes().fold(basis, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_has_the_trace_of_its_cause() {
        let cause = of_event(None, "IN-1:1");
        let effect = of_event(Some(&cause), "order-1");
        assert_eq!(trace_id(&effect), trace_id(&cause));
        assert_ne!(effect, cause);
        // version, 16 bytes, 8 bytes, flags (W3C Trace Context, §3.2.2)
        let lengths: Vec<usize> = effect.split('-').map(str::len).collect();
        assert_eq!(lengths, [2, 32, 16, 2]);
        assert_ne!(trace_id(&of_event(None, "IN-2:1")), trace_id(&cause));
    }

    #[test]
    fn what_is_no_context_starts_a_trace() {
        for text in [
            "",
            "00-12-34-01",
            "00-zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz-0-01",
        ] {
            assert_eq!(of_event(Some(text), "e"), of_event(None, "e"), "{text:?}");
        }
    }
}
