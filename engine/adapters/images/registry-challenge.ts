/** One way in that a registry offers in a WWW-Authenticate header. */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in lower case: `realm`, `service`, `scope`. */
  readonly parameters: ReadonlyMap<string, string>;
}

const maxLength = 8192;
const token = /[A-Za-z0-9!#$%&'*+\-.^_`|~]+/y;
const parameter = /([A-Za-z0-9!#$%&'*+\-.^_`|~]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/y;
const between = /[\s,]*/y;

/**
 * Reads a WWW-Authenticate header.
 *
 * in      one header or several joined by commas
 * out     the challenges in their order; what cannot be read ends the list
 * cost    linear; no more than 8192 characters are looked at
 * source  RFC 9110, 11.6.1
 */
export function readChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  const text = header.slice(0, maxLength);
  const take = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  for (let at = 0; at < text.length; ) {
    at += take(between, at)?.[0].length ?? 0;
    const found = take(parameter, at);
    const open = challenges.at(-1);
    if (found && open) {
      const [all, name = '', quoted, bare] = found;
      open.parameters.set(name.toLowerCase(), quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1'));
      at += all.length;
      continue;
    }
    const scheme = take(token, at)?.[0];
    if (scheme === undefined) break;
    challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    at += scheme.length;
  }
  return challenges;
}
