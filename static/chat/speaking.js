import { signal } from "@preact/signals";

/** The conversation in which a voice note was asked for from elsewhere on the page. */
export const askedIn = signal("");

/** Begin to record a voice note where this conversation is open, or as soon as it is. @param {string} conversationId */
export const askToSpeak = (conversationId) => void (askedIn.value = conversationId);
