/** What a spreadsheet would take for a formula at the beginning of a cell (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Rows as a CSV file (RFC 4180), without formulas. @param {string[][]} rows */
export const csvOf = (rows) => rows.map((row) => row.map(cell).join(",") + "\r\n").join("");

/** @param {string} text */
function cell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
