//! The store on both databases: SQLite always, PostgreSQL when its address is set.
#![expect(clippy::print_stdout, reason = "a skipped test says so")]
#![expect(clippy::unwrap_used, reason = "a set-up that fails, fails its test")]

mod databases;
mod made;

mod backlog;
mod backups;
mod beside;
mod commits;
mod documents;
mod failures;
mod log;
mod look;
mod oracle;
mod retention;
mod scope;
mod torn;
mod views;
