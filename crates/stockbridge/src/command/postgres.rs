//! PostgreSQL's own tools, told where the database is by their environment: a command line can be
//! read by everybody on the machine, and an address may hold a password.

use std::io::ErrorKind;
use std::process::{Command, ExitStatus};

use anyhow::{Context, Result};

/// Where a PostgreSQL database is, as libpq's variables name it.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Server {
    variables: Vec<(&'static str, String)>,
    schema: Option<String>,
}

/// Parameters of an address that have a variable.
const PARAMETERS: [(&str, &str); 7] = [
    ("host", "PGHOST"),
    ("port", "PGPORT"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("options", "PGOPTIONS"),
];
const PASSWORD: &str = "PGPASSWORD";
const SCHEMA: &str = "options[search_path]";

impl Server {
    /// Takes an address apart: `postgres://user:password@host:port/database?sslmode=…`.
    pub(super) fn of(url: &str) -> Self {
        let mut server = Self::default();
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = place.split_once('/').unwrap_or((place, ""));
        let (login, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        // The colons of an address of IPv6 stand in brackets.
        let (host, port) = match host.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (host, ""),
        };
        let host = host.trim_matches(['[', ']']);
        for (variable, value) in [
            ("PGUSER", user),
            (PASSWORD, password),
            ("PGHOST", host),
            ("PGPORT", port),
            ("PGDATABASE", database),
        ] {
            server.set(variable, value);
        }
        for parameter in parameters.split('&') {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let name = decoded(name);
            if name == SCHEMA {
                server.schema = Some(decoded(value));
            } else if let Some((_, variable)) = PARAMETERS.iter().find(|(known, _)| *known == name)
            {
                server.set(variable, value);
            }
        }
        server
    }

    /// Returns the argument that limits a tool to the schema the address names.
    pub(super) fn schema(&self) -> Vec<String> {
        let schema = self.schema.iter();
        schema.map(|name| format!("--schema={name}")).collect()
    }

    /// Returns the name of the database.
    pub(super) fn database(&self) -> &str {
        let named = self
            .variables
            .iter()
            .find(|(name, _)| *name == "PGDATABASE");
        named.map_or("postgres", |(_, name)| name)
    }

    /// Runs a tool to its end; `None` where it is not on this machine.
    pub(super) fn run(&self, tool: &str, arguments: &[String]) -> Result<Option<ExitStatus>> {
        let mut command = Command::new(tool);
        command.arg("--no-password").args(arguments);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        match command.status() {
            Ok(status) => Ok(Some(status)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot start {tool}")),
        }
    }

    /// Returns the command for a person to run, the password left out.
    pub(super) fn shown(&self, tool: &str, arguments: &[String]) -> String {
        let mut words = Vec::new();
        for (name, value) in &self.variables {
            match *name {
                PASSWORD => words.push(format!("{PASSWORD}=…")),
                name => words.push(format!("{name}={}", quoted(value))),
            }
        }
        words.push(tool.to_owned());
        words.extend(arguments.iter().map(|argument| quoted(argument)));
        words.join(" ")
    }

    fn set(&mut self, variable: &'static str, value: &str) {
        if !value.is_empty() {
            self.variables.retain(|(name, _)| *name != variable);
            self.variables.push((variable, decoded(value)));
        }
    }
}

/// Writes an argument as a shell reads it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,@".contains(c);
    match text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

/// Undoes the percent signs of an address.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        match code.filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(url: &str) -> Vec<(&'static str, String)> {
        Server::of(url).variables
    }

    #[test]
    fn addresses_are_taken_apart() {
        let all = "postgres://sb:s%40c@[::1]:5433/hub?sslmode=verify-full&application_name=x";
        let expected = [
            ("PGUSER", "sb"),
            ("PGPASSWORD", "s@c"),
            ("PGHOST", "::1"),
            ("PGPORT", "5433"),
            ("PGDATABASE", "hub"),
            ("PGSSLMODE", "verify-full"),
        ];
        assert_eq!(variables(all), expected.map(|(n, v)| (n, v.to_owned())));
        let socket = variables("postgresql:///hub?host=/run/pg");
        let expected = [("PGDATABASE", "hub"), ("PGHOST", "/run/pg")];
        assert_eq!(socket, expected.map(|(n, v)| (n, v.to_owned())));
        let schema = Server::of("postgres://h/d?options[search_path]=s1");
        assert_eq!(schema.schema(), ["--schema=s1"]);
    }

    #[test]
    fn passwords_are_not_shown() {
        let server = Server::of("postgres://sb:secret@db/hub");
        let shown = server.shown("pg_dump", &["--file=my backup".to_owned()]);
        let expected = "PGUSER=sb PGPASSWORD=… PGHOST=db PGDATABASE=hub pg_dump '--file=my backup'";
        assert_eq!(shown, expected);
    }
}
