//! Documents in, events and findings out, and back. Expected values are written by hand from the
//! standard's segment directory and from retailers' guides.

#[cfg(test)]
mod activity;
#[cfg(test)]
mod advice;
mod convert;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod json;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod receipts;
#[cfg(test)]
mod records;
#[cfg(test)]
mod round_trips;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod shipments;
#[cfg(test)]
mod ubl;
