//! Stylesheet, icon and browser libraries: embedded, and addressed by their content.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::digest::sha256_hex;
use crate::fault::Fault;

mod libraries {
    include!(concat!(env!("OUT_DIR"), "/libraries.rs"));
}

const OWN: [(&str, &[u8]); 2] = [
    ("portal.css", include_bytes!("../web/portal.css")),
    ("icon.svg", include_bytes!("../web/icon.svg")),
];

struct Asset {
    name: &'static str,
    path: String,
    bytes: Bytes,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let asset = |name, bytes: Bytes| Asset {
        name,
        path: format!("/assets/{}/{name}", &sha256_hex(&bytes)[..16]),
        bytes,
    };
    let mut assets: Vec<Asset> = OWN
        .iter()
        .map(|&(name, bytes)| asset(name, Bytes::from_static(bytes)))
        .collect();
    if live_parts() {
        // One file: htmx looks at the page soon after it runs, and by then its extension must be
        // there. As two deferred scripts, the second now and then comes too late.
        let parts: Vec<&[u8]> = libraries::LIBRARIES
            .iter()
            .map(|(_, bytes)| *bytes)
            .collect();
        assets.push(asset("live.js", parts.join(&b"\n;\n"[..]).into()));
    }
    assets
});

/// Says whether the build brought the browser libraries, so that open pages update by themselves.
pub fn live_parts() -> bool {
    !libraries::LIBRARIES.is_empty()
}

/// Returns the address of an embedded file.
pub(crate) fn address(name: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("", |asset| &asset.path)
}

/// Answers with an embedded file; its address changes with its content, so it is kept for ever.
pub(crate) async fn serve(Path((digest, name)): Path<(String, String)>) -> Response {
    let path = format!("/assets/{digest}/{name}");
    let Some(asset) = ASSETS.iter().find(|asset| asset.path == path) else {
        return Fault::NotFound.into_response();
    };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };
    let kept = "public, max-age=31536000, immutable";
    (
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, kept)],
        asset.bytes.clone(),
    )
        .into_response()
}
