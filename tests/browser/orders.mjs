// Finds orders the way a person does: in the list, newest first.
import { word } from "./words.mjs";

const MOVING = ["released", "sent", "accepted", "shipped"];

// Opens the newest order that still has something ahead, waiting for one if there is none.
export async function openMovingOrder(page, language = "en") {
  const statuses = MOVING.map((status) => word(language, `status-${status}`));
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await page.goto("/orders");
    const rows = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
    const moving = rows.filter({ hasText: new RegExp(statuses.join("|")) }).first();
    if (await moving.count()) {
      const link = moving.getByRole("link");
      const path = await link.getAttribute("href");
      await link.click();
      await page.waitForURL(`**${path}`);
      return path;
    }
    await page.waitForTimeout(2_000);
  }
  throw new Error("no order has anything ahead of it");
}

export function timeline(page, language = "en") {
  const heading = page.getByRole("heading", { name: word(language, "order-timeline") });
  return page.locator("section", { has: heading }).getByRole("listitem");
}
