import assert from "node:assert/strict";
import { test } from "node:test";
import { Monologue } from "../../static/talk/monologue.js";
import { isOn, minutesOf, ownShare } from "../../static/talk/share.js";

test("a balance is said once enough was spoken to mean anything", () => {
  assert.equal(ownShare({}, "me"), null);
  assert.equal(ownShare({ me: 4_000, sam: 5_000 }, "me"), null);
  assert.equal(ownShare({ me: 15_000, sam: 5_000 }, "me"), 75);
  assert.equal(ownShare({ sam: 20_000 }, "me"), 0);
});

test("whoever spoke at all spoke for a minute", () => assert.deepEqual([0, 5, 95, 600].map(minutesOf), [0, 1, 2, 10]));

test("it is on when the mentee asked for it and the mentor does not mind", () => {
  const choice = (mentee_agrees, mentor_agrees) => isOn({ mentorship_id: "m", mentee_agrees, mentor_agrees, revision: 1 });
  assert.deepEqual([choice(true, true), choice(true, false), choice(false, true), isOn(undefined)], [true, false, false, false]);
});

/** Looks every 3 s; who speaks at each: "me", "other", "both" or nobody. Returns the seconds at which it is said. */
function said(...stretches) {
  const rule = new Monologue();
  const at = [];
  let [now, own, other] = [0, 0, 0];
  for (const [who, seconds] of stretches)
    for (const end = now + seconds; now < end; now += 3) {
      own += who === "me" || who === "both" ? 2_600 : 0;
      other += who === "other" || who === "both" ? 2_600 : 0;
      if (rule.step(own, other, now * 1000)) at.push(now);
    }
  return at;
}

test("three minutes without the other are said once", () => assert.deepEqual(said(["me", 600]), [180]));

test("a word of the other is listening, a sentence is talking", () => {
  assert.equal(said(["me", 100], ["other", 6], ["me", 100]).length, 1);
  assert.deepEqual(said(["me", 120], ["other", 30], ["me", 120]), []);
});

test("once the other has spoken, it may be said again", () => assert.equal(said(["me", 200], ["other", 60], ["me", 400]).length, 2));

test("two at once, and silence, are no monologue", () => {
  assert.deepEqual(said(["both", 400]), []);
  assert.deepEqual(said(["me", 60], ["nobody", 400]), []);
});

test("counting that begins anew begins anew here", () => {
  const rule = new Monologue();
  for (let s = 0; s < 170; s += 3) rule.step(s * 900, 0, s * 1000);
  assert.equal(rule.step(0, 0, 171_000), false);
  assert.equal(rule.step(9_000, 0, 181_000), false);
});
