// Checks what `demo --exit --json` reports: node demo-report.mjs REPORT [EARLIER_REPORT]
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const report = read(process.argv[2]);
const earlier = process.argv[3] && read(process.argv[3]);

const counts = [
  "interchanges_received",
  "acknowledgements_sent",
  "activity_rows",
  "series_forecast",
  "orders_sent",
  "order_lines",
];
for (const key of counts) {
  assert.ok(Number.isInteger(report[key]) && report[key] > 0, `${key} is ${report[key]}`);
}
assert.ok(Number.isInteger(report.exceptions_open), `exceptions_open is ${report.exceptions_open}`);
assert.equal(typeof report.first_order_seconds, "number");
assert.match(report.portal_url, /^http:\/\/[^/]+:\d+/);
assert.ok(report.order_lines >= report.orders_sent, "an order without lines was sent");

const files = readdirSync(report.outbox, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile());
const sent = files.map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), "latin1"));
assert.ok(sent.length >= report.orders_sent, `${sent.length} files for ${report.orders_sent} orders`);
for (const [at, text] of sent.entries()) {
  assert.ok(text.startsWith("ISA"), `${files[at].name} is no interchange`);
}
const holding = (kind) => sent.filter((text) => text.includes(`ST${text[3]}${kind}${text[3]}`)).length;
assert.ok(holding("997") > 0, "no 997 went back");
assert.ok(holding("855") + holding("850") >= report.orders_sent, "orders without their document");

if (earlier) {
  for (const key of counts) {
    assert.ok(report[key] >= earlier[key], `${key} fell from ${earlier[key]} to ${report[key]}`);
  }
}
console.log(`demo: ${report.orders_sent} orders, first after ${report.first_order_seconds} s`);
