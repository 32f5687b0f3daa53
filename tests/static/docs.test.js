import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsOf, groupsOf, kindsOf, problemsOf, search, searchEvents, shapesOf } from "../../static/docs/spec.js";

const problem = { $ref: "#/components/responses/404" };
const spec = {
  tags: [{ name: "goals", about: "", description: "A pair's goals." }, { name: "health", description: "Health." }],
  paths: {
    "/api/goals/{goal_id}": {
      get: {
        operationId: "goals_get",
        tags: ["goals"],
        summary: "A goal",
        description: "For: one of the two.",
        parameters: [{ name: "goal_id", in: "path", required: true, schema: { type: "string", maxLength: 64 } }],
        responses: { 200: { description: "Done.", content: { "application/json": { schema: { $ref: "#/components/schemas/a.Goal" } } } }, 404: problem },
      },
    },
    "/api/health.csv": { get: { operationId: "health_csv", tags: ["health"], summary: "Figures", description: "For: manager.", parameters: [], responses: { 200: { description: "Done.", content: { "text/csv": { schema: { type: "string" } } } } } } },
  },
  components: {
    schemas: {
      "a.Goal": { type: "object", description: "A goal.", required: ["what"], properties: { what: { type: "string", maxLength: 300 }, steps: { type: "array", items: { $ref: "#/components/schemas/Step" } }, due_on: { anyOf: [{ type: "string", format: "date" }, { type: "null" }], default: null } } },
      Step: { type: "object", properties: {} },
    },
    responses: { 404: { description: "`not_found`: Absent." }, 409: { description: "`conflict`: Not now. `id_reused`: Used." } },
  },
};

test("an operation says who may, what it takes and every answer", () => {
  const [goals, health] = groupsOf(spec);
  assert.equal(goals.about, "A pair's goals.");
  const [get] = goals.operations;
  assert.deepEqual([get.method, get.path, get.who], ["GET", "/api/goals/{goal_id}", "one of the two"]);
  assert.deepEqual(get.fields[0].notes, ["path", "at most 64 characters"]);
  assert.deepEqual(get.answers.map((answer) => [answer.status, answer.kind?.text, answer.about]), [["200", "Goal", "Done."], ["404", undefined, "`not_found`: Absent."]]);
  assert.equal(health.operations[0].answers[0].kind?.text, "text/csv");
});

test("a shape says of each field what it is, and leads to other shapes", () => {
  const [goal] = shapesOf(spec);
  assert.deepEqual(goal.fields.map((field) => field.required), [true, false, false]);
  assert.deepEqual(goal.fields[1].kinds, [{ text: "Step", shape: "Step", list: true }]);
  assert.deepEqual(goal.fields[2].kinds.map((kind) => kind.text), ["date", "null"]);
  assert.deepEqual(kindsOf({ enum: ["past", "upcoming"] }).map((kind) => kind.text), ['"past"', '"upcoming"']);
});

test("every code is listed with its status", () => {
  assert.deepEqual(problemsOf(spec).map(({ code, status }) => [code, status]), [["not_found", "404"], ["conflict", "409"], ["id_reused", "409"]]);
});

test("a search needs every word, wherever it stands", () => {
  const names = (words) => search(groupsOf(spec), words).flatMap((group) => group.operations.map((one) => one.id));
  assert.deepEqual(names("get goals"), ["goals_get"]);
  assert.deepEqual(names("manager"), ["health_csv"]);
  assert.deepEqual(names("goal manager"), []);
});

const live = {
  operations: {
    sync: { action: "receive", description: "For: people, a bot with chat:read.", reply: {} },
    resync: { action: "send", description: "For: people, every bot." },
  },
  components: {
    messages: {
      sync: { summary: "What happened since.", payload: { $ref: "#/components/schemas/Sync" } },
      sync_ack: { payload: { oneOf: [{ properties: { data: { $ref: "#/components/schemas/Synced" } } }] } },
      resync: { summary: "Events were left out.", payload: { $ref: "#/components/schemas/Resync" } },
    },
  },
};

test("an event says who asks or hears it, and what it is answered with", () => {
  const [sync, resync] = eventsOf(live);
  assert.deepEqual([sync.asked, sync.who, sync.payload[0].text, sync.ack[0].text], [true, "people, a bot with chat:read.", "Sync", "Synced"]);
  assert.deepEqual([resync.asked, resync.ack], [false, []]);
  assert.deepEqual(searchEvents(eventsOf(live), "event chat:read").map((one) => one.name), ["sync"]);
});
