import { parseReference, type Reference } from './reference.ts';

/** A rule of the configuration: what is declared as `from…` is pulled from `to…`. */
export interface MirrorRule {
  readonly from: string;
  readonly to: string;
}

/** Where an image comes from, whatever it is pulled from. */
export interface LogicalName {
  /** Registry and repository, without tag and digest. */
  readonly name: string;
  readonly by: 'reference' | 'nested-host' | 'mirror';
}

/** Endings of hosts beside those of countries, which have two letters. */
const endings = new Set([
  'com',
  'net',
  'org',
  'edu',
  'gov',
  'info',
  'dev',
  'cloud',
  'app',
  'aws',
  'tech',
  'systems',
  'services',
  'internal',
  'example',
]);
/** Endings of two letters that are of files or languages more often than of countries. */
const otherEndings = new Set(['js', 'ts', 'py', 'rs', 'go', 'sh', 'cc', 'md']);

/**
 * The name that an image has where it comes from: a copy in a mirror and the original have one logical name.
 *
 * in      mirrors as configured; the longest `to` that fits is undone, before a host in the path is looked for
 * out     its own registry and repository where nothing says that it is a copy
 * cost    linear in the reference and the mirrors
 */
export function toLogicalName(reference: Reference, mirrors: readonly MirrorRule[] = []): LogicalName {
  const own = `${reference.registry}/${reference.repository}`;
  const original = undoMirror(own, mirrors);
  const nested = findNested(original ?? own);
  if (nested !== undefined) return { name: nested, by: 'nested-host' };
  return original === undefined ? { name: own, by: 'reference' } : { name: original, by: 'mirror' };
}

/** The logical name of a reference that is a text; the text itself where it is no reference. */
export function logicalNameOf(text: string): string {
  const reference = parseReference(text);
  return reference ? toLogicalName(reference).name : text;
}

function undoMirror(name: string, mirrors: readonly MirrorRule[]): string | undefined {
  const rules = mirrors.map(({ from, to }) => ({ from: trim(from), to: trim(to) }));
  const fitting = rules.filter(({ to }) => name === to || name.startsWith(`${to}/`));
  const [longest] = fitting.toSorted((one, other) => other.to.length - one.to.length);
  return longest && nameOf(longest.from + name.slice(longest.to.length));
}

/** What stands behind the last host in the path; with the host, it is a name of its own. */
function findNested(name: string): string | undefined {
  const parts = name.split('/');
  const at = parts.findLastIndex((part, index) => index > 0 && index < parts.length - 1 && isHost(part));
  return at < 0 ? undefined : nameOf(parts.slice(at).join('/'));
}

/** A path may hold a dot without being a host: the ending tells. */
function isHost(part: string): boolean {
  const ending = part.slice(part.lastIndexOf('.') + 1);
  if (ending === part) return false;
  return endings.has(ending) || (/^[a-z]{2}$/.test(ending) && !otherEndings.has(ending));
}

/** With `library/` and the registry filled in; undefined where it names nothing. */
function nameOf(text: string): string | undefined {
  const reference = parseReference(text);
  return reference && `${reference.registry}/${reference.repository}`;
}

function trim(prefix: string): string {
  return prefix.replace(/\/$/, '');
}
