// Who may see what is decided in the query: another partner's addresses lead nowhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { enter } from "./browser.mjs";
import { word } from "./words.mjs";

export function scope(world) {
  test("another partner's order, site, item and document are not found", async () => {
    const womart = await enter(world.browser, world.demo, "warehouse.dc01");
    const addresses = await ownAddresses(womart);
    for (const address of addresses) {
      assert.equal((await womart.goto(address)).status(), 200, `its owner asks for ${address}`);
    }

    const stranger = await enter(world.browser, world.demo, "nordhaus.manager");
    const unheard = await (await stranger.goto("/orders/UNHEARD-OF")).text();
    for (const address of addresses) {
      const answer = await stranger.goto(address);
      assert.equal(answer.status(), 404, `a stranger asks for ${address}`);
      await stranger.getByRole("heading", { name: word("en", "error-not-found-title") }).waitFor();
      // The same words as for what does not exist: the answer must not say that there is something.
      assert.equal(plain(await answer.text()), plain(unheard));
    }
    await womart.context().close();
    await stranger.context().close();
  });

  test("a site of the same partner outside one's own is not found", async () => {
    const page = await enter(world.browser, world.demo, "warehouse.dc01");
    assert.equal((await page.goto("/sites/S01")).status(), 404);
    await page.context().close();
  });
}

async function ownAddresses(page) {
  const found = [];
  await page.goto("/orders");
  found.push(await firstAddress(page, "/orders/"));
  await page.goto(found[0]);
  found.push(await firstAddress(page, "/documents/"));
  found.push(...(await siteAndItem(page)));
  return found;
}

// Returns the addresses of the first site in the list and of its first item.
export async function siteAndItem(page) {
  await page.goto("/sites");
  const site = await firstAddress(page, "/sites/");
  await page.goto(site);
  return [site, await firstAddress(page, `${site.replace(/\?.*/, "")}/items/`)];
}

export async function firstAddress(page, begins) {
  const link = page.getByRole("main").locator(`a[href^="${begins}"]`).first();
  return link.getAttribute("href");
}

// The language switch carries the address it was asked for.
const plain = (html) => html.replace(/name="next" value="[^"]*"/, "");
