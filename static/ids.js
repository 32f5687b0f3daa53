/** A name for something new, before the server has heard of it. randomUUID exists only where the address is secure; plain http on a home network is not. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
