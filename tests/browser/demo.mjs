// Starts the release binary's demo on a free port, with a folder of its own, and stops it again.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const binary = fileURLToPath(new URL("../../target/release/stockbridge", import.meta.url));
const STORY_MS = 180_000;
const STOP_MS = 15_000;

export async function startDemo() {
  assert.ok(existsSync(binary), `${binary} is missing: cargo build --release`);
  const data = mkdtempSync(join(tmpdir(), "stockbridge-browser-"));
  const address = `127.0.0.1:${await freePort()}`;
  const words = ["demo", "--fresh", "--json", "--data", data, "--listen", address];
  const env = { ...process.env, STOCKBRIDGE_LOG_FORMAT: "text" };
  const child = spawn(binary, words, { env, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  const ended = once(child, "exit");
  try {
    const report = await firstReport(child, ended);
    return {
      url: report.portal_url.replace(/\/$/, ""),
      // Puts a file into Womart's mailbox; it appears there when it is whole.
      deliver: (name, bytes) => {
        const mailbox = join(data, "mail", "WOMART", "in");
        writeFileSync(join(mailbox, `.${name}`), bytes);
        renameSync(join(mailbox, `.${name}`), join(mailbox, name));
      },
      stop: () => stop(child, ended, data),
    };
  } catch (error) {
    child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
    throw new Error(`${error.message}\n${said.slice(-20).join("\n")}`);
  }
}

async function firstReport(child, ended) {
  const lines = createInterface({ input: child.stdout });
  const report = new Promise((resolve) => {
    lines.on("line", (line) => line.startsWith("{") && resolve(JSON.parse(line)));
  });
  const early = ended.then(([code]) => assert.fail(`the demo ended with status ${code}`));
  const signal = AbortSignal.timeout(STORY_MS);
  const late = once(signal, "abort").then(() => assert.fail("the story did not end in time"));
  return Promise.race([report, early, late]);
}

// Open pages hold streams; the demo has to let go of them and end well all the same.
async function stop(child, ended, data) {
  child.kill("SIGTERM");
  const forced = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  const [code, signal] = await ended;
  clearTimeout(forced);
  rmSync(data, { recursive: true, force: true });
  assert.equal(code, 0, `the demo ended with status ${code}, signal ${signal}`);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
