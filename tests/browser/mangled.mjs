// A bad file is data: the page says whose mistake it is, where, and what to do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { enter } from "./browser.mjs";
import { firstAddress } from "./scope.mjs";
import { word } from "./words.mjs";

const PATIENCE_MS = 20_000;
const say = (key) => word("en", key);

// Where the list shows the refused ones.
export const REFUSED = "/documents?status=rejected";

// ISA is of fixed width; SE01 counts the segments from ST to SE, which are seven.
const MISCOUNTED = [
  "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240612*0800*U*00401*000990001*0*P*>",
  "GS*PD*WOMART*ANAN*20240612*0800*990001*X*004010",
  "ST*852*0001",
  "XQ*H*20240611",
  "N1*RL*Womart Riverside*UL*9520001901010",
  "LIN**UP*952000100101",
  "ZA*QS*3*EA",
  "CTT*1",
  "SE*12*0001",
  "GE*1*990001",
  "IEA*1*000990001",
].join("~\n") + "~\n";

export function deliverMangled(demo) {
  demo.deliver("miscounted.edi", MISCOUNTED);
  demo.deliver("rubbish.edi", Buffer.from([0, 255, 1, 254, 73, 83, 65, 7, 200, 13, 10, 0]));
}

export function mangled(world) {
  test("a refused document says what is wrong, where, and what to do", async () => {
    const page = await enter(world.browser, world.demo, "operator");
    const address = await appears(page, REFUSED, "/documents/");
    await page.goto(address);
    const finding = page.getByRole("article").first();
    for (const key of ["document-finding-cause", "document-finding-fix"]) {
      const answer = finding.locator(`dt:text-is("${say(key)}") + dd`);
      assert.notEqual(await answer.innerText(), "", key);
    }
    await finding.getByText("SE", { exact: false }).first().waitFor();
    await finding.getByRole("link").click();
    const marked = page.locator("li.marked");
    await marked.getByText("SE*12*0001").waitFor();
    await page.context().close();
  });

  test("what cannot be read at all waits for a person", async () => {
    const page = await enter(world.browser, world.demo, "operator");
    await appears(page, "/exceptions", "/documents/");
    const heading = page.getByRole("heading", { name: say("exception-document_quarantined"), exact: true });
    const exception = page.getByRole("article").filter({ has: heading }).first();
    await exception.getByText(say("exception-document_quarantined-next")).waitFor();
    await exception.getByRole("link").first().click();
    await page.getByText(say("document-status-quarantined")).waitFor();
    await page.context().close();
  });
}

// Reads a list again until it holds a link.
async function appears(page, list, begins) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    await page.goto(list);
    if (await page.getByRole("main").locator(`a[href^="${begins}"]`).count()) {
      return firstAddress(page, begins);
    }
    await page.waitForTimeout(250);
  }
  return assert.fail(`${list} never showed ${begins}`);
}
