//! Pages, JSON API, live status, sessions and permissions.
//!
//! Pages are written on the server and work without JavaScript; where the build found npm, the page
//! of an order also follows its changes while it is open. Who may see what is decided in the
//! queries: every one made for a person or program takes their [`model::scope::Scope`].

mod router;

mod api;
mod pages;

mod area;
mod decision;
mod fault;
mod frame;
mod params;
mod session;
mod shelf;

mod app;
mod assets;
mod digest;
mod language;
mod state;

pub use api::health::probes;
pub use assets::live_parts;
pub use language::Language;
pub use router::router;
pub use session::password::hash_password;
pub use state::{
    Append, AppendError, Clock, Full, Metrics, Parts, PortalState, Probes, Random, Readiness,
};
