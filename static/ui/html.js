import { h } from "preact";
import htm from "htm";

/** Templates that make elements: what is put in is text or elements, never markup. */
export const html = htm.bind(h);
