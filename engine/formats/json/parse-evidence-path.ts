/** Steps of an evidence path; a list of steps for each nested document, outermost first. What is not understood ends it. */
export function parseEvidencePath(path: string): readonly (readonly (string | number)[])[] {
  const nested: (string | number)[][] = [[]];
  const [whole = ''] = path.split('.{');
  for (const [, index, quoted, reading, key] of whole.matchAll(
    /(?:\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\.?#(\w+)|\.?([^.[\]{}#]+))/g,
  )) {
    if (reading !== undefined) nested.push([]);
    else nested.at(-1)?.push(index !== undefined ? Number(index) : quoted !== undefined ? unquote(quoted) : (key ?? ''));
  }
  return nested;
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
