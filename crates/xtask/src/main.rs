//! The workspace's chores, so that people and CI run the same commands: `cargo xtask help`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod architecture;
mod bench;
mod browser;
mod check;
mod cluster;
mod edi;
mod process;

const HELP: &str = "\
cargo xtask TASK

  check           format, lint, tests and architecture, as CI has them
  fix             format, and mend what the linter can mend
  arch            the rules on files, functions, crates and topics
  browser-test    the pages in a real Chromium, on the release binary
  bench flow      how fast an 852 becomes proposals, and a release a file
  bench cluster [PART…] [-- OPTION…]
                  embedded beside Kafka and PostgreSQL, started for it: latency,
                  applied, carried, restart, workers; soak only when asked for

  edi-peers [--x12 PATH]… [--edifact PATH]… [--peer NAME]…
                  what EDI readers that others wrote say of files, or of those in
                  folders; fetches the readers first; tests/peers/README.md
  edi-peers time [--repeat N] …
                  how fast they read them, a line of JSON each

  bench edi [--check|--keep] [--no-peers] [--megabytes N]
                  how fast EDI is read, checked, decoded and written, beside its peers;
                  --check fails when we have become slower than the kept figures

  cluster up      Kafka and PostgreSQL on this machine, on free ports; docs/cluster.md
      [--kafka-port PORT] [--postgres-port PORT] [--fsync on|off]
  cluster env     the environment that `up` wrote, for `eval`
  cluster down    stops both; with --remove the data goes, too
  cluster kafka start|stop|kill
  cluster postgres start|stop|restart-immediate
                  one of the two, at its address, with its data
  cluster test [--long] [NAME]
                  what needs both servers: kills, outages, bad networks
  cluster check-compose
                  whether docker/compose.yaml says what `up` does
      Each takes --data FOLDER (target/cluster when not given).
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = workspace_root();
    let result = match words.as_slice() {
        ["check"] => check::check(&root),
        ["fix"] => check::fix(&root),
        ["arch"] => architecture::report(&root),
        ["browser-test", rest @ ..] => browser::test(&root, rest),
        ["bench", "flow", rest @ ..] => bench::flow(&root, rest),
        ["bench", "edi", rest @ ..] => edi::bench(&root, rest),
        ["bench", "cluster", rest @ ..] => cluster::bench(&root, rest),
        ["edi-peers", rest @ ..] => edi::peers(&root, rest),
        ["cluster", rest @ ..] => cluster::run(&root, rest),
        [] | ["help" | "-h" | "--help"] => {
            process::say(HELP);
            Ok(())
        }
        _ => {
            process::say(HELP);
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            process::say(&format!("xtask: {problem}"));
            ExitCode::FAILURE
        }
    }
}

fn workspace_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}
