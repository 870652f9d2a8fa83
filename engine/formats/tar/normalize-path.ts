/**
 * A path of an archive as the place below the root that it names.
 *
 * in      as written; absolute paths count from the root
 * out     no leading or trailing slash, no empty, `.` or `..` part; empty for the root; undefined when `..` leaves the root
 */
export function normalizePath(written: string): string | undefined {
  if (isNormal(written)) return written;
  const parts: string[] = [];
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** True for nearly every path of a real archive, without a copy. Parts that begin with a dot go the long way. */
function isNormal(path: string): boolean {
  let before = 47;
  for (let index = 0; index < path.length; index++) {
    const code = path.charCodeAt(index);
    if (before === 47 && (code === 47 || code === 46)) return false;
    before = code;
  }
  return before !== 47;
}
