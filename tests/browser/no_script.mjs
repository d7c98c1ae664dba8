// Scripts may be off or fail to load; orders can be followed all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { enter, phone } from "./browser.mjs";
import { openMovingOrder, timeline } from "./orders.mjs";
import { word } from "./words.mjs";

export function noScript(world) {
  test("the order page is complete without scripts", async () => {
    const options = { javaScriptEnabled: false, viewport: phone };
    const page = await enter(world.browser, world.demo, "regional.north", options);
    await openMovingOrder(page);
    assert.ok((await timeline(page).count()) > 0, "an empty timeline");
    assert.notEqual(await page.getByRole("status").innerText(), "");
    const lines = page.getByRole("table", { name: word("en", "order-lines-caption") });
    assert.ok((await lines.getByRole("rowheader").count()) > 0, "no lines");
    // Without a stream the browser itself is told to come back.
    assert.equal(await page.locator('meta[http-equiv="refresh"]').count(), 1);
    await page.context().close();
  });
}
