//! The whole system from outside: the real binary, driven as partners, programs and people drive
//! it. What it did is read from the files it sends, its API, and its database once it has ended.

mod hub;
mod program;
mod story;
mod womart;

mod documents;
mod environment;
mod kill;
mod receive;
mod rest;
