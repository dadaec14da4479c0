// Writes on their way to the account: kept in this browser until the server has answered each of them.
import { NoNetwork, Problem, send } from "#app/api.js";
import { transact } from "#app/database.js";

const LOCK = "platewise.outbox";

/** Put a write of `user` at the end of the queue. */
export function enqueue(user, write) {
  return transact(["outbox"], "readwrite", (outbox) => {
    outbox.add({ ...write, user });
  });
}

/** What still waits for `user`, the oldest first; what was refused carries `refusal`. */
export async function waiting(user) {
  return transact(["outbox"], "readonly", (outbox) => outbox.index("user").getAll(user));
}

/**
 * Send what waits for `user`, in order, until it is all sent or the network fails.
 * Another tab that sends at the same time is waited for. Returns {sent, left}; what was refused is in neither.
 */
export async function flush(user) {
  const work = () => sendAll(user);
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

async function sendAll(user) {
  const queue = (await waiting(user)).filter((entry) => !entry.refusal);
  let sent = 0;
  for (const [index, entry] of queue.entries()) {
    const outcome = await attempt(entry);
    if (outcome === "later") return { sent, left: queue.length - index };
    if (outcome === "sent") {
      sent += 1;
      await forget(entry);
    } else await transact(["outbox"], "readwrite", (outbox) => { outbox.put({ ...entry, refusal: outcome }); });
  }
  return { sent, left: 0 };
}

/** "sent", "later", or the server's words of refusal. */
async function attempt({ method, path, body, key }) {
  try {
    await send(method, path, { body, key });
    return "sent";
  } catch (error) {
    if (error instanceof NoNetwork) return "later";
    if (!(error instanceof Problem)) throw error;
    if (error.isPassing || error.status === 401 || error.status === 403) return "later";
    return isDone(method, error.status) ? "sent" : error.about();
  }
}

/** Whether a refusal means that what was wanted is already the case. */
function isDone(method, status) {
  return (method === "DELETE" && status === 404) || (method === "POST" && status === 409);
}

/** Take a write out of the queue. */
export function forget(entry) {
  return transact(["outbox"], "readwrite", (outbox) => { outbox.delete(entry.sequence); });
}

/** Let a refused write be tried again. */
export function retry(entry) {
  return transact(["outbox"], "readwrite", (outbox) => { outbox.put({ ...entry, refusal: undefined }); });
}
