//! Fetches the browser libraries with npm and writes the table of files to embed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

const MANIFESTS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];
const LIBRARIES: [(&str, &str); 2] = [
    ("htmx.js", "htmx.org/dist/htmx.min.js"),
    ("sse.js", "htmx.org/dist/ext/hx-sse.min.js"),
];

fn main() -> io::Result<()> {
    for name in MANIFESTS {
        println!("cargo::rerun-if-changed=web/{name}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    let folder = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .ok_or_else(|| io::Error::other(format!("no {name}")))
    };
    let web = folder("CARGO_MANIFEST_DIR")?.join("web");
    let out = folder("OUT_DIR")?;
    let libraries = fetch(&web, &out.join("web"));
    if let Err(reason) = &libraries {
        println!("cargo::warning=pages will reload instead of updating live: {reason}");
    }
    fs::write(
        out.join("libraries.rs"),
        table(&libraries.unwrap_or_default()),
    )
}

/// Installs the libraries in a folder of the build, so that the source tree stays as it is.
fn fetch(web: &Path, work: &Path) -> Result<Vec<(&'static str, PathBuf)>, String> {
    fs::create_dir_all(work).map_err(|e| format!("cannot make {}: {e}", work.display()))?;
    for name in MANIFESTS {
        fs::copy(web.join(name), work.join(name))
            .map_err(|e| format!("cannot copy {name}: {e}"))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let done = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(work)
        .output()
        .map_err(|e| {
            format!("npm did not start ({e}); install Node 20 or later and build again")
        })?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        let last = said
            .lines()
            .rfind(|l| !l.trim().is_empty())
            .unwrap_or("it said nothing");
        return Err(format!("npm ci failed: {last}"));
    }
    LIBRARIES
        .into_iter()
        .map(|(name, path)| {
            let path = work.join("node_modules").join(path);
            let found = path.is_file();
            found
                .then_some((name, path))
                .ok_or_else(|| format!("npm brought no {name}"))
        })
        .collect()
}

fn table(libraries: &[(&str, PathBuf)]) -> String {
    let mut text = String::from("pub(super) const LIBRARIES: &[(&str, &[u8])] = &[\n");
    for (name, path) in libraries {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "    ({name:?}, include_bytes!({:?})),",
            path.display().to_string()
        );
    }
    text.push_str("];\n");
    text
}
