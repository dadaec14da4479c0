// What this browser keeps: a guest's meals, writes that wait for the network, and small notes.

const NAME = "platewise";
const VERSION = 1;
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

function upgrade(database) {
  database.createObjectStore("meals", { keyPath: "id" }).createIndex("local_date", "local_date");
  const outbox = database.createObjectStore("outbox", { keyPath: "sequence", autoIncrement: true });
  outbox.createIndex("user", "user");
  database.createObjectStore("notes");
}

/**
 * Run `work` on the named stores in one transaction; returns what `work` returned once it is durable.
 * A request that `work` returns stands for its result.
 */
export async function transact(stores, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode);
    const result = work(...stores.map((name) => transaction.objectStore(name)));
    transaction.oncomplete = () => resolve(result instanceof IDBRequest ? result.result : result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** A note under `key`, undefined when there is none. */
export const note = (key) => transact(["notes"], "readonly", (notes) => notes.get(key));

/** Keep `value` under `key`; undefined forgets it. */
export function keepNote(key, value) {
  return transact(["notes"], "readwrite", (notes) => {
    if (value === undefined) notes.delete(key);
    else notes.put(value, key);
  });
}
