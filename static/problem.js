/** @import { ErrorBody } from "./protocol.js" */

/** An answer that says no, from either door; or `unreachable` when no answer came. */
export class Problem extends Error {
  /** @param {ErrorBody} body */
  constructor(body) {
    super(body.message);
    this.name = "Problem";
    this.code = body.code;
    this.field = body.field ?? null;
    this.retryAfterMs = body.retry_after_ms ?? null;
  }

  /** Nobody answered: worth another try, unlike a refusal. */
  static unreachable() {
    return new Problem({ code: "unreachable", message: "" });
  }
}
