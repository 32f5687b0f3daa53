import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { notifies } from "../../static/notify/rule.js";

const CASES = JSON.parse(readFileSync(new URL("../notifying.json", import.meta.url), "utf8"));

for (const { claim, told, sender = "samuel", body = "Hello", mentions, level, quiet, zone = "UTC", at = "2026-11-24T12:00:00Z" } of CASES)
  test(`who is told: ${claim}`, () => {
    const message = { type: "message_sent", conversation_id: "c", seq: 1, sender_id: sender, client_id: "x", at, body, mentions };
    const settings = { quiet_hours: quiet ? { begins: quiet[0], ends: quiet[1] } : null, levels: level ? { c: level } : {}, revision: 1 };
    assert.equal(notifies(message, { user_id: "ines", time_zone: zone }, settings, new Date(at)), told);
  });
