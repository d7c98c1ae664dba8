// An open page moves by itself: the demo lives on, a day every few seconds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertQuiet, desktop, enter, phone } from "./browser.mjs";
import { openMovingOrder, timeline } from "./orders.mjs";
import { word } from "./words.mjs";

const PATIENCE_MS = 90_000;

export function live(world) {
  for (const [language, viewport] of [["en", desktop], ["zh-CN", phone]]) {
    test(`an order moves while its page is open, ${language}, ${viewport.width} px`, async () => {
      const page = await enter(world.browser, world.demo, "warehouse.dc01", { locale: language, viewport });
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      await openMovingOrder(page, language);
      await page.getByText(word(language, "order-live")).waitFor();
      const before = await look(page, language);
      await markAndOpenWhy(page);

      await page.waitForFunction(
        (known) => document.querySelector("[role=status]").innerText !== known,
        before.says,
        { timeout: PATIENCE_MS },
      );

      const after = await look(page, language);
      assert.ok(after.events > before.events, `the timeline has ${after.events} entries, as before`);
      assert.ok(await page.evaluate(() => window.stayed === true), "the page was loaded again");
      assert.ok(await page.locator("details").first().evaluate((d) => d.open), "what was open was closed");
      assertQuiet(page, "the order page");
      await page.context().close();
    });
  }

  test("a page that lost its connection catches up", async () => {
    const page = await enter(world.browser, world.demo, "callcentre");
    const path = await openMovingOrder(page);
    const before = await look(page, "en");
    await markAndOpenWhy(page);
    await page.context().setOffline(true);

    const other = await enter(world.browser, world.demo, "callcentre");
    await other.goto(path);
    await other.waitForFunction(
      (known) => document.querySelector("[role=status]").innerText !== known,
      before.says,
      { timeout: PATIENCE_MS },
    );
    await page.context().setOffline(false);

    await page.waitForFunction(
      (known) => document.querySelector("[role=status]").innerText !== known,
      before.says,
      { timeout: PATIENCE_MS },
    );
    assert.ok(await page.evaluate(() => window.stayed === true), "the page was loaded again");
    await page.context().close();
    await other.context().close();
  });
}

async function look(page, language) {
  return {
    says: await page.getByRole("status").innerText(),
    events: await timeline(page, language).count(),
  };
}

// A value on the window is gone after a reload; an open explanation should stay open.
async function markAndOpenWhy(page) {
  await page.evaluate(() => { window.stayed = true; });
  await page.locator("summary").first().click();
}
