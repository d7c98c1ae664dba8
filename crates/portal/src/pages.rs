//! The pages, one file each.

pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod exceptions;
pub(crate) mod home;
pub(crate) mod item;
pub(crate) mod live;
pub(crate) mod order;
pub(crate) mod orders;
pub(crate) mod proposals;
pub(crate) mod sign_in;
pub(crate) mod site;
pub(crate) mod sites;

mod address;
mod names;
mod why;
