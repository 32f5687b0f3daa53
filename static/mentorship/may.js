/** @import { Mentorship } from "../protocol.js" */

/** What the two may do as their mentorship stands. What is refused is not offered. Pure. */

/** @param {Pick<Mentorship, "status" | "blocked">} mentorship */
export const mayWrite = ({ status, blocked }) => status !== "ended" && !blocked;

/** Meet, plan, call. @param {Pick<Mentorship, "status" | "blocked">} mentorship */
export const mayMeet = ({ status, blocked }) => status === "active" && !blocked;
