import assert from "node:assert/strict";
import { test } from "node:test";
import { DraftKeeper } from "../../static/chat/draft-keeper.js";
import { Problem } from "../../static/problem.js";

/** A server's one draft, and the clock that everybody goes by. */
function aServer() {
  const server = { text: "", revision: 0, changed_at: null, now: Date.parse("2026-11-24T10:00:00Z"), reachable: true, devices: [], saves: 0 };
  const draft = () => ({ conversation_id: "c", text: server.text, revision: server.revision, changed_at: server.changed_at });
  const reach = () => {
    if (!server.reachable) throw Problem.unreachable();
  };
  server.load = async () => (reach(), draft());
  server.save = async (text, revision) => {
    reach();
    server.saves += 1;
    if (text === server.text) return draft();
    if (revision !== server.revision) throw new Problem({ code: "conflict", message: "" });
    Object.assign(server, { text, revision: revision + 1, changed_at: new Date(server.now).toISOString() });
    for (const device of server.devices) if (device.online) device.keeper.hear(draft());
    return draft();
  };
  return server;
}

/** A device; `reload` is the same device with a new page. */
function aDevice(server, storage = { local: null }) {
  const device = { online: true, storage, timers: [] };
  const check = () => {
    if (!device.online) throw Problem.unreachable();
  };
  device.keeper = new DraftKeeper({
    read: () => storage.local,
    keep: (local) => (storage.local = local),
    load: async () => (check(), server.load()),
    save: async (text, revision) => (check(), server.save(text, revision)),
    later: (work) => {
      device.timers = [work];
      return () => (device.timers = []);
    },
    now: () => server.now,
  });
  /** The pause after typing is over. */
  device.pause = async () => {
    for (const work of device.timers.splice(0)) work();
    await settled();
  };
  device.reload = () => {
    server.devices = server.devices.filter((one) => one !== device);
    return aDevice(server, storage);
  };
  device.connect = async () => {
    device.online = true;
    await device.keeper.open();
    await settled();
  };
  server.devices.push(device);
  return device;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 1));
const MINUTE = 60_000;

test("what is begun on one device stands on the other, and goes from both when it is sent", async () => {
  const server = aServer();
  const [desk, phone] = [aDevice(server), aDevice(server)];
  desk.keeper.write("Half a thought");
  assert.equal(server.saves, 0); // not with every key
  await desk.pause();
  assert.equal(phone.keeper.text.value, "Half a thought");
  server.now += MINUTE;
  phone.keeper.write("");
  await settled();
  assert.deepEqual([desk.keeper.text.value, server.text, server.revision], ["", "", 2]);
});

test("what is being typed is never overwritten, and is what stays", async () => {
  const server = aServer();
  const [desk, phone] = [aDevice(server), aDevice(server)];
  phone.keeper.write("On the phone");
  desk.keeper.write("At the d");
  await phone.pause();
  assert.equal(desk.keeper.text.value, "At the d");
  desk.keeper.write("At the desk");
  server.now += 4_000;
  await desk.pause();
  assert.deepEqual([desk.keeper.text.value, phone.keeper.text.value, server.text], ["At the desk", "At the desk", "At the desk"]);
});

test("a key that is pressed while it is saved is saved next", async () => {
  const server = aServer();
  const desk = aDevice(server);
  desk.keeper.write("One");
  const saving = desk.keeper.save();
  desk.keeper.write("One two");
  await saving;
  assert.equal(desk.keeper.text.value, "One two");
  await desk.pause();
  assert.deepEqual([server.text, server.revision], ["One two", 2]);
});

test("without a connection it survives a reload, and follows when there is one again", async () => {
  const server = aServer();
  let desk = aDevice(server);
  desk.online = false;
  desk.keeper.write("Written in a tunnel");
  await desk.pause();
  desk = desk.reload();
  assert.equal(desk.keeper.text.value, "Written in a tunnel");
  await desk.connect();
  assert.equal(server.text, "Written in a tunnel");
});

test("of two that were written apart the newer stays", async () => {
  for (const [later, stays] of [["desk", "At the desk"], ["phone", "On the phone"]]) {
    const server = aServer();
    const [desk, phone] = [aDevice(server), aDevice(server)];
    desk.online = false;
    const write = { desk: () => desk.keeper.write("At the desk"), phone: () => (phone.keeper.write("On the phone"), phone.pause()) };
    await write[later === "desk" ? "phone" : "desk"]();
    server.now += MINUTE;
    await write[later]();
    server.now += MINUTE;
    await desk.connect();
    await desk.pause();
    assert.deepEqual([desk.keeper.text.value, phone.keeper.text.value, server.text], [stays, stays, stays]);
  }
});

test("what was sent on one device does not come back from another that was away", async () => {
  const server = aServer();
  const [desk, phone] = [aDevice(server), aDevice(server)];
  desk.keeper.write("See you");
  await desk.pause();
  phone.online = false;
  server.now += MINUTE;
  desk.keeper.write("");
  await settled();
  await phone.connect();
  assert.deepEqual([phone.keeper.text.value, server.text], ["", ""]);
});

test("a server that was set back is believed, and nobody asks for ever", async () => {
  const server = aServer();
  const desk = aDevice(server);
  for (const text of ["One", "Two"]) {
    desk.keeper.write(text);
    await desk.pause();
  }
  Object.assign(server, { text: "One", revision: 1 });
  server.now += MINUTE;
  await desk.connect();
  assert.equal(desk.keeper.text.value, "One");
  desk.keeper.write("Three");
  await desk.pause();
  assert.deepEqual([server.text, server.revision], ["Three", 2]);
});

test("whatever is typed where, and whoever is away, in the end all have the same text", async () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    let state = seed;
    const chance = (n) => (state = (state * 48_271) % 2_147_483_647) % n;
    const server = aServer();
    const devices = [aDevice(server), aDevice(server), aDevice(server)];
    for (let step = 0; step < 40; step += 1) {
      const which = chance(3);
      const device = devices[which];
      server.now += chance(2) ? 500 : 20_000;
      const did = chance(6);
      if (did < 2) device.keeper.write(chance(3) ? `Text ${step}` : "");
      else if (did === 2) device.online = false;
      else if (did === 3) await device.connect();
      else if (did === 4) devices[which] = device.reload();
      else await device.pause();
    }
    for (let round = 0; round < 3; round += 1) {
      server.now += MINUTE;
      for (const device of devices) {
        await device.connect();
        await device.pause();
      }
    }
    assert.deepEqual(devices.map((device) => device.keeper.text.value), Array(3).fill(server.text), `seed ${seed}`);
  }
});
