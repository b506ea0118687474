// What the filter of a column means. Text: the cell contains it, whatever the case. Numbers: `5`, `>=5`, `<5`, `1..5`.
// Both: `=` alone finds empty cells, `*` those that are not.

const RANGE = /^(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)$/;
const COMPARISON = /^(<=|>=|<|>|=)?\s*(-?[\d.]+)$/;

export function matches(wanted, value, isNumber) {
  const asked = wanted.trim();
  if (asked === "") return true;
  if (asked === "=") return value === null || value === undefined;
  if (asked === "*") return value !== null && value !== undefined;
  if (value === null || value === undefined) return false;
  if (!isNumber) return String(value).toLowerCase().includes(asked.toLowerCase());
  const range = asked.match(RANGE);
  if (range) return Number(range[1]) <= value && value <= Number(range[2]);
  const comparison = asked.match(COMPARISON);
  if (!comparison) return false;
  const number = Number(comparison[2]);
  return { "<": value < number, "<=": value <= number, ">": value > number, ">=": value >= number }[comparison[1]] ?? value === number;
}
