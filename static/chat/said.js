import { h } from "preact";
import { useMemo } from "preact/hooks";
import { html } from "../ui/html.js";
import { findLinks } from "./links.js";
import { findMentions } from "./mentions.js";
/** @import { Person } from "../protocol.js" */

/** What the server's rendering of Markdown is made of; anything else is shown as its text. */
const TAGS = new Set(["p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "a", "code", "pre"]);
const BLOCKS = new Set(["p", "ul", "ol", "blockquote"]);

/**
 * What somebody wrote: its Markdown as elements, or plain text in paragraphs, each with a direction of its own. In both
 * addresses are links and whoever is mentioned stands out.
 *
 * @param {{ text: string, markup?: string | null, mentioned?: Person[], self?: string }} props `markup` is the server's HTML
 */
export function Said({ text, markup, mentioned = [], self }) {
  const who = mentioned.map((person) => `${person.user_id} ${person.name}`).join();
  return useMemo(() => {
    const piece = (/** @type {string} */ words) => pieces(words, mentioned, self);
    if (markup) return html`<div class="said">${elements(new DOMParser().parseFromString(markup, "text/html").body, piece)}</div>`;
    return text.split(/\n{2,}/).map((paragraph, i) => html`<p dir="auto" key=${i}>${piece(paragraph)}</p>`);
  }, [text, markup, who, self]);
}

/**
 * Elements of our own making for those of a parsed document, which never becomes part of the page.
 *
 * @param {Node} parent
 * @param {(text: string) => any} piece
 * @returns {any[]}
 */
function elements(parent, piece) {
  return [...parent.childNodes].map((node) => {
    if (!(node instanceof Element)) return piece(node.textContent ?? "");
    const name = node.localName;
    if (!TAGS.has(name)) return node.textContent;
    const asIs = name === "code" || name === "pre" || name === "a";
    return h(name, attributes(node, name), ...elements(node, asIs ? (text) => text : piece));
  });
}

/** @param {Element} node @param {string} name @returns {Record<string, unknown>} */
function attributes(node, name) {
  if (BLOCKS.has(name)) return { dir: "auto", start: node.getAttribute("start") ?? undefined };
  if (name === "pre") return { tabindex: 0, dir: "ltr" }; // wide code is scrolled by keyboard, too
  if (name !== "a") return {};
  const href = node.getAttribute("href") ?? "";
  return /^(https?|mailto):/i.test(href) ? { href, target: "_blank", rel: "noopener noreferrer nofollow" } : {};
}

/** @param {string} text @param {Person[]} mentioned @param {string} [self] */
const pieces = (text, mentioned, self) =>
  findLinks(text).flatMap((part) =>
    "href" in part
      ? html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow">${part.text}</a>`
      : findMentions(part.text, mentioned).map((each) =>
          "person" in each ? html`<span class=${`mention ${each.person.user_id === self ? "me" : ""}`}>${each.text}</span>` : each.text,
        ),
  );
