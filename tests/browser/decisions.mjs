// The planner decides. Time goes on meanwhile, so a proposal may be planned again or released under
// the planner's hands: the page says so, and the planner looks again, as people do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertQuiet, enter } from "./browser.mjs";
import { word } from "./words.mjs";

// Proposals beyond the agreement's limits come up about once a week, which takes the demo 40 s.
const PATIENCE_MS = 120_000;
const say = (key) => word("en", key);

export function decisions(world) {
  test("the planner approves what waits", async () => {
    const page = await enter(world.browser, world.demo, "planner");
    await decide(page, "approve", async (proposal) => {
      await proposal.getByRole("button", { name: say("decide-approve"), exact: true }).click();
    });
    assertQuiet(page, "the proposals");
    await page.context().close();
  });

  test("the planner changes a quantity and says why", async () => {
    const page = await enter(world.browser, world.demo, "planner");
    await decide(page, "change", async (proposal) => {
      await unfold(proposal);
      const form = proposal.locator("details").filter({ has: page.getByText(say("decide-change")) });
      const inner = form.filter({ has: page.getByLabel(say("decide-reason-why")) }).last();
      await inner.locator("summary").click();
      const reason = inner.getByLabel(say("decide-reason-why"));
      await inner.getByRole("textbox", { name: say("decide-quantity") }).fill("48");
      await inner.getByRole("button", { name: say("decide-change") }).click();
      assert.ok(await reason.evaluate((field) => field.validity.valueMissing), "no reason was asked for");
      await reason.fill("Shelf is being rebuilt");
      await inner.getByRole("button", { name: say("decide-change") }).click();
    }, "“Shelf is being rebuilt”");
    assertQuiet(page, "the proposals");
    await page.context().close();
  });

  test("the planner rejects a proposal and says why", async () => {
    const page = await enter(world.browser, world.demo, "planner");
    await decide(page, "reject", async (proposal) => {
      await unfold(proposal);
      await proposal.getByText(say("decide-reject-open")).click();
      const form = proposal.locator("form").filter({
        has: page.getByRole("button", { name: say("decide-reject"), exact: true }),
      });
      await form.getByLabel(say("decide-reason-why")).fill("The site is closed that week");
      await form.getByRole("button", { name: say("decide-reject"), exact: true }).click();
    }, "“The site is closed that week”");
    await page.context().close();
  });

  test("the account manager reads proposals and cannot decide", async () => {
    const page = await enter(world.browser, world.demo, "account");
    await page.goto("/proposals");
    await page.getByText(say("decide-read-only")).waitFor();
    for (const key of ["decide-approve", "decide-change", "decide-reject"]) {
      assert.equal(await page.getByRole("button", { name: say(key) }).count(), 0, key);
    }
    await page.context().close();
  });
}

// Looks for a proposal that can be decided in this way, acts, and looks again if it moved.
async function decide(page, decision, act, shows = "") {
  const done = sentence(`decided-${decision}`);
  const overtaken = [sentence("decided-moved"), sentence("decided-gone")];
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const proposal = await waitForProposal(page, decision, until);
    await act(proposal);
    await page.waitForURL((url) => url.searchParams.has("said"));
    const said = await page.getByRole("status").innerText();
    if (done.test(said)) {
      if (await isShown(page, shows)) {
        return;
      }
      continue;
    }
    assert.ok(overtaken.some((sentence) => sentence.test(said)), `the page says: ${said}`);
  }
}

// A decision is an event: it shows once it was applied, unless the proposal was planned again first.
async function isShown(page, text) {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    if (await page.getByText(text).count()) {
      return true;
    }
    await page.waitForTimeout(500);
    await page.goto("/proposals");
  }
  return false;
}

async function waitForProposal(page, decision, until) {
  const name = say(decision === "approve" ? "decide-approve" : "decide-reject");
  while (Date.now() < until) {
    await page.goto("/proposals");
    const button = page.getByRole("button", { name, exact: true, includeHidden: true });
    const proposals = page.getByRole("article").filter({ has: button });
    if (await proposals.count()) {
      return proposals.first();
    }
    // The next day brings new ones; the page of proposals does not move by itself.
    await page.waitForTimeout(500);
  }
  return assert.fail(`no proposal to ${decision} came up`);
}

async function unfold(proposal) {
  const fold = proposal.locator("details.fold:not([open]) > summary");
  if (await fold.count()) {
    await fold.click();
  }
}

function sentence(key) {
  const [before, after = ""] = word("en", key, { site: "\0" }).split("\0");
  return new RegExp(`^${escaped(before)}.*${escaped(after)}$`);
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
