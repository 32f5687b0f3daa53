/** @import { Entry, Store } from "./outbox.js" */

const NAME = "mentorpitch";
const TABLE = "outbox";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "order" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The outbox in IndexedDB; where that is forbidden, in memory, and then it does not survive a reload. @returns {Store} */
export function browserStore() {
  /** @type {Map<number, Entry>} */
  const memory = new Map();
  const database = open().catch(() => null);

  /** @template T @param {IDBTransactionMode} mode @param {(table: IDBObjectStore) => IDBRequest<T>} work @param {() => T} otherwise */
  async function run(mode, work, otherwise) {
    const db = await database;
    if (!db) return otherwise();
    return await /** @type {Promise<T>} */ (new Promise((resolve, reject) => {
      const transaction = db.transaction(TABLE, mode);
      const request = work(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    }));
  }

  return {
    all: () => run("readonly", (table) => table.getAll(), () => [...memory.values()]),
    put: async (entry) => void (await run("readwrite", (table) => table.put(entry), () => (memory.set(entry.order, entry), entry.order))),
    remove: async (order) => void (await run("readwrite", (table) => table.delete(order), () => void memory.delete(order))),
  };
}
