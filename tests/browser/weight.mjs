import assert from "node:assert/strict";
import { test } from "node:test";
import { enter, openWindow } from "./browser.mjs";
import { openMovingOrder } from "./orders.mjs";

const LIMIT = 60_000;

export function weight(world) {
  test(`the order page weighs at most ${LIMIT / 1000} kB on the wire`, async (context) => {
    const signedIn = await enter(world.browser, world.demo, "regional.north");
    const path = await openMovingOrder(signedIn);
    const storageState = await signedIn.context().storageState();
    // A window of its own has nothing in its cache.
    const page = await openWindow(world.browser, world.demo, { storageState });
    await page.goto(path);
    await page.waitForFunction(() => performance.getEntriesByType("navigation")[0].loadEventEnd > 0);
    const parts = await page.evaluate(() => {
      const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
      return entries.map((entry) => [new URL(entry.name).pathname, entry.transferSize]);
    });
    const bytes = parts.reduce((sum, [, size]) => sum + size, 0);
    context.diagnostic(`${bytes} bytes: ${parts.map(([name, size]) => `${name} ${size}`).join(", ")}`);
    assert.ok(bytes <= LIMIT, `${bytes} bytes`);
    await page.context().close();
    await signedIn.context().close();
  });
}
