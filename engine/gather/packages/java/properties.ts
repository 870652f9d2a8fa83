/**
 * A Java `.properties` text.
 *
 * in      lines `key=value`, `key: value` or `key value`; `#` and `!` begin comments; a backslash escapes, or continues the line
 * out     last value of each key
 * cost    O(text)
 * source  Java SE 24 API, java.util.Properties, load(Reader)
 */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const end = keyEnd(line);
    const value = line.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '');
    values.set(unescaped(line.slice(0, end)), unescaped(value).trim());
  }
  return values;
}

function* logicalLines(text: string): Generator<string> {
  let parts: string[] = [];
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.replace(/^[ \t\f]+/, '');
    if (parts.length === 0 && (line === '' || line[0] === '#' || line[0] === '!')) continue;
    const continues = endsWithBackslash(line);
    parts.push(continues ? line.slice(0, -1) : line);
    if (continues) continue;
    yield parts.join('');
    parts = [];
  }
  if (parts.length > 0) yield parts.join('');
}

/** An even number of backslashes escapes itself. */
function endsWithBackslash(line: string): boolean {
  let count = 0;
  while (line[line.length - 1 - count] === '\\') count += 1;
  return count % 2 === 1;
}

function keyEnd(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (/[=: \t\f]/.test(line[at] ?? '')) return at;
  }
  return line.length;
}

const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]?))/g, (_, code: string | undefined, letter = '') =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (controls[letter] ?? letter),
  );
}
