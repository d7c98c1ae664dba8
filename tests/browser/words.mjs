// The words on the pages, read from the portal's own catalogues, so that a test asks for a button
// by the name a person reads, in either language.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const folder = fileURLToPath(new URL("../../crates/portal/i18n", import.meta.url));

export const languages = readdirSync(folder).sort();

const catalogues = new Map(languages.map((language) => [language, read(join(folder, language))]));

function read(folder) {
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  const messages = lines.map((line) => /^([a-z][\w-]*) = (.*)$/.exec(line)).filter(Boolean);
  return new Map(messages.map(([, key, text]) => [key, text]));
}

// Returns the text of a key; `{ $name }` takes its value from `values`.
export function word(language, key, values = {}) {
  const text = catalogues.get(language).get(key);
  assert.ok(text !== undefined, `no text for ${key} in ${language}`);
  return text.replace(/\{ \$([\w-]+) \}/g, (_, name) => values[name]);
}
