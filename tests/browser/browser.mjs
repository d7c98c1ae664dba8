// A real Chromium, people who sign in to it, and axe.
import assert from "node:assert/strict";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { word } from "./words.mjs";

// Of the demo: examples/womart/README.md.
const PASSWORD = "demo-household";

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });
}

// Opens a window of its own, with nobody signed in. Its faults are kept for `assertQuiet`.
export async function openWindow(browser, demo, options = {}) {
  const context = await browser.newContext({
    baseURL: demo.url,
    locale: "en",
    viewport: desktop,
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  return page;
}

// Opens a window and signs someone in.
export async function enter(browser, demo, name, options = {}) {
  const page = await openWindow(browser, demo, options);
  await signIn(page, name, options.locale);
  return page;
}

export async function signIn(page, name, language = "en") {
  await page.goto("/sign-in");
  await page.getByLabel(word(language, "sign-in-name")).fill(name);
  await page.getByLabel(word(language, "sign-in-password")).fill(PASSWORD);
  await page.getByRole("button", { name: word(language, "sign-in-go") }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

export async function assertAccessible(page, what) {
  // What is folded away is part of the page, too.
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  // Evaluated by the browser's debugger, so the pages' own content policy stays as it is.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
  assert.deepEqual(told, [], `axe on ${what}`);
}

// A page that scrolls sideways on a phone hides what people came for.
export async function assertFits(page, what) {
  const { content, window: width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(content <= width, `${what} is ${content} px wide in a window of ${width}`);
}

export function assertQuiet(page, what) {
  assert.deepEqual(page.faults, [], `the console on ${what}`);
}
