import { signal } from "@preact/signals";
import { io } from "socket.io-client";
import { Problem } from "./problem.js";

/**
 * The one real-time connection of this page. Knows nothing of chat or calls: others ask and listen.
 *
 * @import { Socket } from "socket.io-client"
 */

/** Is somebody there? `connecting` is quiet: only `lost` is worth a word. */
export const connection = signal(/** @type {"off" | "connecting" | "ready" | "lost"} */ ("off"));

const ACK_TIMEOUT_MS = 5_000;
/** Where nothing gets through, a new try knocks sooner than what a system still repeats of the old one. */
const CONNECT_WITHIN_MS = 6_000;

/** @type {Socket | null} */
let socket = null;
/** @type {Map<string, Set<(payload: any) => void>>} */
const listeners = new Map();

export function connect() {
  if (socket) return;
  connection.value = "connecting";
  socket = io({ transports: ["websocket", "polling"], reconnectionDelay: 300, reconnectionDelayMax: 2_500, timeout: CONNECT_WITHIN_MS });
  socket.onAny((event, payload) => {
    // After `welcome` the server knows this session: only now may others ask.
    if (event === "welcome") connection.value = "ready";
    for (const hear of listeners.get(event) ?? []) hear(payload);
  });
  socket.on("disconnect", (reason) => {
    connection.value = "lost";
    // The server closed it on purpose, which socket.io does not retry by itself.
    if (reason === "io server disconnect") setTimeout(() => socket?.connect(), 500);
  });
  socket.on("connect_error", (error) => {
    connection.value = "lost";
    if (error.message.includes("unauthenticated")) for (const hear of listeners.get("signed_out") ?? []) hear({});
    else if (socket && !socket.active) setTimeout(() => socket?.connect(), 2_000);
  });
}

export function disconnect() {
  socket?.disconnect();
  socket = null;
  connection.value = "off";
}

/** Who asked got no answer, and knows that the network is another one: begin anew, before anybody says that it is closed. */
export function renew() {
  if (connection.peek() === "ready") socket?.io.engine.close();
}

/**
 * Hear a server event until the returned function is called.
 *
 * @param {string} event
 * @param {(payload: any) => void} hear
 */
export function on(event, hear) {
  const all = listeners.get(event) ?? new Set();
  listeners.set(event, all.add(hear));
  return () => void all.delete(hear);
}

/**
 * Ask, and wait for the acknowledgement. Raises Problem: the server's, or `unreachable` after the timeout.
 *
 * @param {string} event
 * @param {object} payload
 * @param {number} [timeoutMs]
 * @returns {Promise<any>}
 */
export async function ask(event, payload, timeoutMs = ACK_TIMEOUT_MS) {
  // Not even into socket.io's own buffer: what is retried is decided by those who ask.
  if (!socket?.connected || connection.peek() !== "ready") throw Problem.unreachable();
  let ack;
  try {
    ack = await socket.timeout(timeoutMs).emitWithAck(event, payload);
  } catch {
    throw Problem.unreachable();
  }
  if (ack?.ok) return ack.data;
  throw new Problem(ack?.error ?? { code: "internal", message: "" });
}

/** Say something that may be lost. @param {string} event @param {object} payload */
export function tell(event, payload) {
  if (socket?.connected) socket.volatile.emit(event, payload);
}
