/**
 * An OpenAPI description as it is shown: groups of operations, and shapes with their fields. Pure.
 *
 * @typedef {{ text: string, shape?: string, list?: boolean }} Kind what a value is; `shape` leads to it
 * @typedef {{ name: string, kinds: Kind[], required: boolean, notes: string[], about: string }} Field
 * @typedef {{ name: string, about: string, fields: Field[], kinds: Kind[] }} ShapeShown
 * @typedef {{ status: string, about: string, kind: Kind | null, problem: boolean }} Answer
 * @typedef {{ id: string, method: string, path: string, summary: string, who: string, fields: Field[], body: Kind | null, answers: Answer[] }} Operation
 * @typedef {{ name: string, about: string, operations: Operation[] }} Group
 * @typedef {{ name: string, asked: boolean, about: string, who: string, payload: Kind[], ack: Kind[] }} EventShown
 */

const REF = "#/components/schemas/";
/** @type {Record<string, string>} */
const WORDS = { "date-time": "time", date: "date", integer: "whole number", number: "number", string: "text", boolean: "yes or no", object: "object", array: "list", null: "null" };
const LIMITS = /** @type {const} */ ([
  ["minLength", "at least {} characters"],
  ["maxLength", "at most {} characters"],
  ["minimum", "from {}"],
  ["maximum", "to {}"],
  ["minItems", "at least {}"],
  ["maxItems", "at most {}"],
]);

/** The last part of a name that says where a shape stands. @param {string} name */
export const shortName = (name) => name.split(".").at(-1) ?? name;

/** @param {any} schema @returns {Kind[]} */
export function kindsOf(schema) {
  if (!schema) return [];
  if (schema.$ref) return [{ text: shortName(schema.$ref.slice(REF.length)), shape: schema.$ref.slice(REF.length) }];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap(kindsOf);
  if (schema.enum) return schema.enum.map((/** @type {unknown} */ one) => ({ text: JSON.stringify(one) }));
  if ("const" in schema) return [{ text: JSON.stringify(schema.const) }];
  if (schema.type === "array") {
    const inside = kindsOf(schema.items);
    return inside.length ? inside.map((kind) => ({ ...kind, list: true })) : [{ text: WORDS.array }];
  }
  return [{ text: WORDS[schema.format] ?? WORDS[schema.type] ?? "anything" }];
}

/** @param {any} schema @returns {string[]} */
function notesOf(schema) {
  const stated = [schema, ...(schema?.anyOf ?? [])];
  const notes = LIMITS.flatMap(([key, words]) => stated.filter((one) => key in one).map((one) => words.replace("{}", String(one[key]))));
  if (schema?.default !== undefined && schema.default !== null) notes.push(`otherwise ${JSON.stringify(schema.default)}`);
  return notes;
}

/** @param {any} schema @returns {Field[]} */
function fieldsOf(schema) {
  const required = new Set(schema?.required ?? []);
  return Object.entries(schema?.properties ?? {}).map(([name, one]) => ({
    name,
    kinds: kindsOf(one),
    required: required.has(name),
    notes: notesOf(one),
    about: one.description ?? "",
  }));
}

/** @param {any} content @returns {Kind | null} */
function kindOfContent(content) {
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  if (!media) return null;
  const [kind] = kindsOf(media.schema);
  return kind?.shape ? kind : { text: String(type) };
}

/** @param {any} spec @returns {Group[]} */
export function groupsOf(spec) {
  /** @type {Map<string, Group>} */
  const groups = new Map(spec.tags.map((/** @type {any} */ tag) => [tag.name, { name: tag.name, about: tag.description, operations: [] }]));
  for (const [path, operations] of Object.entries(spec.paths))
    for (const [method, one] of Object.entries(/** @type {Record<string, any>} */ (operations)))
      groups.get(one.tags[0])?.operations.push({
        id: one.operationId,
        method: method.toUpperCase(),
        path,
        summary: one.summary,
        who: one.description.replace(/^For: |\.$/g, ""),
        fields: one.parameters.map((/** @type {any} */ given) => ({ name: given.name, kinds: kindsOf(given.schema), required: given.required, notes: [given.in, ...notesOf(given.schema)], about: "" })),
        body: kindOfContent(one.requestBody?.content),
        answers: Object.entries(one.responses).map(([status, answer]) => ({
          status,
          about: answer.description ?? spec.components.responses[status].description,
          kind: kindOfContent(answer.content),
          problem: "$ref" in answer,
        })),
      });
  return [...groups.values()];
}

/** By their short names, those of both descriptions. @param {any} spec @param {any} [live] @returns {ShapeShown[]} */
export function shapesOf(spec, live) {
  return Object.entries({ ...live?.components.schemas, ...spec.components.schemas })
    .map(([name, schema]) => ({ name, about: schema.description ?? "", fields: fieldsOf(schema), kinds: schema.properties ? [] : kindsOf(schema) }))
    .sort((a, b) => shortName(a.name).localeCompare(shortName(b.name)));
}

/** Every code of the closed list, with what it means. @param {any} spec @returns {{ code: string, status: string, about: string }[]} */
export function problemsOf(spec) {
  return Object.entries(spec.components.responses).flatMap(([status, answer]) =>
    [...answer.description.matchAll(/`(\w+)`: (.*?\.)(?= `|$)/g)].map(([, code, about]) => ({ code, status, about })),
  );
}

/** Those that have every word somewhere. @param {Group[]} groups @param {string} words @returns {Group[]} */
export function search(groups, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (/** @type {Group} */ group) => (/** @type {Operation} */ one) => {
    const text = `${group.name} ${one.method} ${one.path} ${one.summary} ${one.who} ${one.body?.text ?? ""}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return groups.map((group) => ({ ...group, operations: group.operations.filter(fits(group)) })).filter((group) => group.operations.length);
}

/** What is said over the socket, of an AsyncAPI description. @param {any} spec @returns {EventShown[]} */
export function eventsOf(spec) {
  return Object.entries(spec.operations).map(([name, operation]) => {
    const { summary, payload } = spec.components.messages[name];
    const ack = operation.reply ? spec.components.messages[`${name}_ack`].payload.oneOf[0].properties.data : null;
    return { name, asked: operation.action === "receive", about: summary, who: operation.description.replace(/^For: /, ""), payload: kindsOf(payload), ack: kindsOf(ack) };
  });
}

/** Those that have every word somewhere. @param {EventShown[]} events @param {string} words @returns {EventShown[]} */
export function searchEvents(events, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return events.filter(({ name, about, who }) => wanted.every((word) => `event ${name} ${about} ${who}`.toLowerCase().includes(word)));
}
