// Every kind of page, in both languages, light and dark, on a phone and a wide screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, assertFits, assertQuiet, desktop, openWindow, phone, signIn } from "./browser.mjs";
import { REFUSED } from "./mangled.mjs";
import { firstAddress, siteAndItem } from "./scope.mjs";
import { languages } from "./words.mjs";

export function accessibility(world) {
  for (const locale of languages) {
    for (const colorScheme of ["light", "dark"]) {
      for (const viewport of [desktop, phone]) {
        const look = `${locale}, ${colorScheme}, ${viewport.width} px`;
        test(`axe finds nothing: ${look}`, async () => {
          const page = await openWindow(world.browser, world.demo, { locale, colorScheme, viewport });
          await visit(page, "/sign-in", 200);
          await signIn(page, "planner", locale);
          for (const address of await kindsOfPages(page)) {
            await visit(page, address, 200);
          }
          assertQuiet(page, look);
          await visit(page, "/orders/UNHEARD-OF", 404);
          await page.context().close();
        });
      }
    }
  }
}

async function visit(page, address, status) {
  const answer = await page.goto(address);
  assert.equal(answer.status(), status, address);
  await assertAccessible(page, address);
  await assertFits(page, address);
}

async function kindsOfPages(page) {
  await page.goto("/orders");
  const order = await firstAddress(page, "/orders/");
  await page.goto("/documents?direction=out");
  const document = await firstAddress(page, "/documents/");
  await page.goto(REFUSED);
  const refused = await firstAddress(page, "/documents/");
  return [
    "/orders",
    order,
    "/sites",
    ...(await siteAndItem(page)),
    "/proposals",
    "/documents",
    document,
    refused,
    "/exceptions",
    "/exceptions?all=true",
  ];
}
