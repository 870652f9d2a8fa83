import type { PurlParts } from './write-purl.ts';

/**
 * The parts of a package URL.
 *
 * in      text from anywhere; also what scanners write that the specification does not allow: an unencoded scope (`pkg:npm/@babel/core`),
 *         a jar without a group, versions that the type would not have
 * out     decoded; in small letters where the type's names ignore case, except npm's, which keep the spelling of old packages;
 *         undefined when it is no purl
 * cost    linear
 * source  purl-spec, "How to parse a purl string in its components", and the rules of each type
 */
export function parsePurl(text: string): PurlParts | undefined {
  const [, type = '', rest = ''] = /^pkg:\/*([a-z][a-z0-9.+-]*)\/(.*)$/is.exec(text.trim()) ?? [];
  const [path, query, fragment] = splitTail(rest);
  const steps = path.split('/').filter(Boolean);
  const last = steps.pop() ?? '';
  const at = last.lastIndexOf('@');
  const name = decode(at > 0 ? last.slice(0, at) : last);
  const version = at > 0 ? decode(last.slice(at + 1)) : '';
  const namespace = decode(steps.join('/'));
  const subpath = decode(fragment.split('/').filter(isStep).join('/'));
  const qualifiers = readQualifiers(query);
  if (!type || !name || version === undefined || namespace === undefined || subpath === undefined || !qualifiers)
    return undefined;
  return {
    ...normalize(type.toLowerCase(), namespace, name),
    ...(version && { version }),
    ...(Object.keys(qualifiers).length > 0 && { qualifiers }),
    ...(subpath && { subpath }),
  };
}

/** Path, qualifiers, subpath: the subpath from the right, as a `#` in a version is encoded. */
function splitTail(rest: string): readonly [string, string, string] {
  const hash = rest.lastIndexOf('#');
  const head = hash < 0 ? rest : rest.slice(0, hash);
  const question = head.indexOf('?');
  const path = question < 0 ? head : head.slice(0, question);
  return [path, question < 0 ? '' : head.slice(question + 1), hash < 0 ? '' : rest.slice(hash + 1)];
}

function isStep(step: string): boolean {
  return step !== '' && step !== '.' && step !== '..';
}

function readQualifiers(query: string): Record<string, string> | undefined {
  const qualifiers: Record<string, string> = Object.create(null);
  for (const pair of query ? query.split('&') : []) {
    const equals = pair.indexOf('=');
    const value = decode(pair.slice(equals + 1));
    if (value === undefined) return undefined;
    if (equals > 0 && value) qualifiers[pair.slice(0, equals).toLowerCase()] = value;
  }
  return { ...qualifiers };
}

/** Types whose namespaces and names are written in small letters. */
const small: ReadonlySet<string> = new Set([
  'apk',
  'bitnami',
  'composer',
  'deb',
  'github',
  'githubactions',
  'hex',
  'pub',
  'pypi',
]);

function normalize(type: string, namespace: string, name: string): Pick<PurlParts, 'type' | 'namespace' | 'name'> {
  const isSmall = small.has(type);
  const lowered = isSmall ? name.toLowerCase() : name;
  const space = isSmall || type === 'rpm' ? namespace.toLowerCase() : namespace;
  return { type, ...(space && { namespace: space }), name: type === 'pypi' ? lowered.replaceAll('_', '-') : lowered };
}

/** Undefined for a `%` that encodes nothing. */
function decode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
