/** A copy in which one value, the `at`-th of all that there are, is another. */
export function mutate(json: unknown, at: number, value: unknown): unknown {
  const total = countValues(json);
  let left = at % total;
  const copy = (node: unknown): unknown => {
    if (left === 0) {
      left -= 1;
      return value;
    }
    left -= 1;
    if (Array.isArray(node)) return node.map(copy);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, copy(member)]));
  };
  return copy(json);
}

function countValues(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 1;
  return Object.values(json).reduce<number>((sum, member) => sum + countValues(member), 1);
}
