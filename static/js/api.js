// The way to the server: JSON there and back, and errors as two kinds that pages can tell apart.

const BASE = "/api/v1/";
const PATIENCE_MS = 20_000;

/** The server answered and refused: what it says (RFC 9457). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || "Something went wrong on our side.");
    this.status = status;
    this.errors = body.errors ?? [];
  }

  /** The message for a field, else the first one, else what happened as a whole. */
  about(field) {
    const error = this.errors.find((each) => each.field === field) ?? this.errors[0];
    return error?.message ?? this.message;
  }

  /** Whether the same request may succeed later. */
  get isPassing() {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** Nobody answered: no network, or the server is away. */
export class NoNetwork extends Error {}

const csrfToken = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";

/** Send a request; returns the answer's JSON, null when it has none. Throws Problem or NoNetwork. */
export async function send(method, path, { body, key, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  const limit = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetchOrSay(BASE + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    credentials: "same-origin",
  });
  return read(answer);
}

async function fetchOrSay(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new NoNetwork("No network.");
  }
}

async function read(answer) {
  const isJson = /json/.test(answer.headers.get("Content-Type") ?? "");
  const body = isJson ? await answer.json().catch(() => null) : null;
  if (!answer.ok) throw new Problem(answer.status, body ?? {});
  return body;
}

/** GET `path` with query parameters; those that are undefined are left out. */
export function get(path, parameters = {}, { signal } = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given).toString();
  return send("GET", query ? `${path}?${query}` : path, { signal });
}

/** What to tell someone about an error: what happened, and the next step. */
export function inWords(error) {
  if (error instanceof NoNetwork) return "No network. Try again when you are back online.";
  if (error instanceof Problem && error.status === 401) return "You are signed out. Sign in again to go on.";
  if (error instanceof Problem && error.status === 429) return "That was a lot at once. Wait a minute, then try again.";
  if (error instanceof Problem && error.status >= 500) return "Something went wrong on our side. Try again in a moment.";
  if (error instanceof Problem) return error.about();
  console.error(error);
  return "Something went wrong on this page. Reload it; what you logged is kept.";
}
