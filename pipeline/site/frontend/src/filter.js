// What the filter of a column means. Text: the cell contains it, whatever the case. Numbers: `5`, `>=5`, `<5`, `1..5`.
// Both: `=` alone finds empty cells, `*` those that are not.

const RANGE = /^(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)$/;
const COMPARISON = /^(<=|>=|<|>|=)?\s*(-?[\d.]+)$/;

export const isEmpty = (value) => value === null || value === undefined;

// Says of a value whether it passes; null if nothing is asked. Understood once, for it is asked of every row.
export function condition(wanted, isNumber) {
  const asked = wanted.trim();
  if (asked === "") return null;
  if (asked === "=") return isEmpty;
  if (asked === "*") return (value) => !isEmpty(value);
  const holds = isNumber ? ofNumbers(asked) : ofTexts(asked.toLowerCase());
  return (value) => !isEmpty(value) && holds(value);
}

function ofTexts(part) {
  return (value) => String(value).toLowerCase().includes(part);
}

function ofNumbers(asked) {
  const range = asked.match(RANGE);
  if (range) {
    const [low, high] = [Number(range[1]), Number(range[2])];
    return (value) => low <= value && value <= high;
  }
  const comparison = asked.match(COMPARISON);
  if (!comparison) return () => false;
  const number = Number(comparison[2]);
  switch (comparison[1]) {
    case "<": return (value) => value < number;
    case "<=": return (value) => value <= number;
    case ">": return (value) => value > number;
    case ">=": return (value) => value >= number;
    default: return (value) => value === number;
  }
}
