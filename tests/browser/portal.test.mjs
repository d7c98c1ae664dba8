// One demo and one browser for all: the story takes seconds, the pages are looked at side by side.
import { after, before, describe } from "node:test";
import { startBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { accessibility } from "./accessibility.mjs";
import { decisions } from "./decisions.mjs";
import { live } from "./live.mjs";
import { deliverMangled, mangled } from "./mangled.mjs";
import { noScript } from "./no_script.mjs";
import { scope } from "./scope.mjs";
import { signingIn } from "./signing_in.mjs";
import { weight } from "./weight.mjs";

describe("the portal", () => {
  const world = {};

  before(async () => {
    world.demo = await startDemo();
    world.browser = await startBrowser();
    deliverMangled(world.demo);
  });

  after(async () => {
    await world.browser?.close();
    await world.demo?.stop();
  });

  signingIn(world);
  live(world);
  decisions(world);
  mangled(world);
  scope(world);
  noScript(world);
  weight(world);
  accessibility(world);
});
