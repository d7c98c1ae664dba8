use std::sync::{Arc, Mutex};

use chrono::NaiveDate;

use crate::session::attempts::Attempts;
use crate::state::PortalState;

/// What every handler gets: the state given to the portal, and what it keeps in memory.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) state: PortalState,
    pub(crate) attempts: Arc<Mutex<Attempts>>,
}

impl App {
    pub(crate) fn new(state: PortalState) -> Self {
        Self {
            state,
            attempts: Arc::default(),
        }
    }

    /// Returns the business day.
    pub(crate) fn today(&self) -> NaiveDate {
        (self.state.now)().date_naive()
    }
}
