import type { JsonObject } from '../../model/json.ts';

const section = /^\[([^\]\n]{1,200})\]$/;
const setting = /^(?:export\s+)?(\w[\w./-]{0,200})\s*[=:]\s*(.*)$/;

/**
 * Java properties, INI, TOML-like and environment files: `key = value` or `key: value`, one a line, with `[sections]`.
 *
 * in      any text
 * out     undefined unless four of five lines that are neither blank nor comments read so; a section is an object under its name;
 *         quotes around a value are left out; a key that stands twice keeps its last value
 */
export function readProperties(text: string): JsonObject | undefined {
  const root = new Map<string, string | Map<string, string>>();
  let open: Map<string, string> | undefined;
  let read = 0;
  let strange = 0;
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '' || /^[#;!]|^\/\//.test(line)) continue;
    const named = section.exec(line)?.[1];
    const pair = named === undefined ? setting.exec(line) : null;
    if (named !== undefined) {
      open = new Map();
      root.set(named, open);
    } else if (pair) (open ?? root).set(pair[1] ?? '', unquote(pair[2] ?? ''));
    else strange += 1;
    read += 1;
  }
  if (read === 0 || strange * 5 > read) return undefined;
  return Object.fromEntries(
    [...root].map(([key, value]) => [key, typeof value === 'string' ? value : Object.fromEntries(value)]),
  );
}

function unquote(text: string): string {
  return /^(["']).*\1,?$/.test(text) ? text.replace(/,$/, '').slice(1, -1) : text;
}
