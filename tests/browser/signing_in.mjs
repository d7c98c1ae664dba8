import assert from "node:assert/strict";
import { test } from "node:test";
import { assertQuiet, enter, openWindow } from "./browser.mjs";
import { word } from "./words.mjs";

const retailer = ["orders", "sites", "exceptions", "documents"];
const people = [
  { name: "warehouse.dc01", starts: "/orders", areas: retailer },
  { name: "regional.north", starts: "/orders", areas: retailer },
  { name: "nordhaus.manager", starts: "/orders", areas: retailer },
  { name: "planner", starts: "/proposals", areas: ["proposals", ...retailer] },
  { name: "account", starts: "/orders", areas: ["proposals", ...retailer] },
  { name: "callcentre", starts: "/orders", areas: ["orders", "sites", "documents"] },
  { name: "operator", starts: "/exceptions", areas: retailer },
];

export function signingIn(world) {
  for (const { name, starts, areas } of people) {
    test(`${name} signs in and begins at ${starts}`, async () => {
      const page = await enter(world.browser, world.demo, name);
      assert.equal(new URL(page.url()).pathname, starts);
      const links = page.getByRole("navigation", { name: word("en", "frame-navigation") }).getByRole("link");
      assert.deepEqual(await links.allInnerTexts(), areas.map((area) => word("en", `frame-${area}`)));
      for (const area of areas) {
        const answer = await page.goto(`/${area}`);
        assert.equal(answer.status(), 200, area);
      }
      assertQuiet(page, name);
      await page.getByRole("button", { name: word("en", "frame-sign-out") }).click();
      await page.waitForURL("**/sign-in");
      await page.context().close();
    });
  }

  test("a wrong password is told, and nothing is shown", async () => {
    const page = await openWindow(world.browser, world.demo);
    await page.goto("/orders");
    await page.waitForURL((url) => url.pathname === "/sign-in");
    await page.getByLabel(word("en", "sign-in-name")).fill("planner");
    await page.getByLabel(word("en", "sign-in-password")).fill("guess");
    await page.getByRole("button", { name: word("en", "sign-in-go") }).click();
    await page.getByRole("alert").getByText(word("en", "sign-in-wrong")).waitFor();
    await page.context().close();
  });
}
