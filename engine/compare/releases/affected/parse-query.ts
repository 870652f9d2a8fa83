import { parsePurl } from '../../../formats/purl/parse-purl.ts';
import { toIdentity } from '../../../formats/purl/to-identity.ts';
import { parseReference } from '../../../formats/reference/reference.ts';
import { normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';

/** What somebody asks about releases. */
export type Query =
  | { readonly kind: 'vulnerability'; readonly id: string }
  | { readonly kind: 'package'; readonly type?: string; readonly name: string; readonly bounds: readonly Bound[] }
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'image'; readonly reference: string };

/** A bound on a package's version. */
export interface Bound {
  readonly operator: '=' | '<' | '<=' | '>' | '>=';
  readonly version: string;
}

/**
 * What a text asks for: a vulnerability's id, a digest, a package (`log4j-core`, `log4j-core<2.17.1`, a purl) or an image. What has a tag or
 * a registry is an image; `name:version` of a package is written `name@version`.
 */
export function parseQuery(text: string): Query {
  const query = text.trim();
  if (/^(?:sha256:)?[0-9a-f]{64}$/.test(query))
    return { kind: 'digest', digest: query.includes(':') ? query : `sha256:${query}` };
  if (/^pkg:/i.test(query)) return parsePackageUrl(query);
  if (/^(?:[A-Z]{2,}|x_[A-Z]+)[A-Z0-9]*-[\w:.-]*\d[\w:.-]*$/i.test(query) && !/[<>=@/]/.test(query) && isId(query))
    return { kind: 'vulnerability', id: normalizeId(query) };
  if (isImage(query)) return { kind: 'image', reference: query };
  return parsePackage(query);
}

/** Ids are a word in capitals, and a number somewhere after it; `libssl-1` is not one. */
function isId(text: string): boolean {
  return /^(?:CVE|GHSA)-/i.test(text) || /^(?:x_)?[A-Z]{2,}[A-Z0-9]*-/.test(text);
}

/** A tag after the last slash, a digest, or a host with a dot or port before the first one. */
function isImage(text: string): boolean {
  if (/[<>=]/.test(text) || text.startsWith('@')) return false;
  return text.includes('@sha256:') || (/[^/]:[\w.-]+$/.test(text) && parseReference(text) !== undefined);
}

function parsePackageUrl(text: string): Query {
  const parts = parsePurl(text);
  const identity = parts && toIdentity({ ...parts, version: parts.version ?? '0' });
  const name = identity?.name ?? parts?.name ?? text;
  const bounds: readonly Bound[] =
    parts?.version === undefined ? [] : [{ operator: '=', version: identity?.version ?? parts.version }];
  return { kind: 'package', ...(parts && { type: parts.type }), name, bounds };
}

function parsePackage(text: string): Query {
  const [, name = text, rest = ''] = /^(@?[^<>=@\s]+)\s*(.*)$/.exec(text) ?? [];
  const bounds = rest.split(',').flatMap((part): Bound[] => {
    const [, operator = '', version = ''] = /^\s*(<=|>=|<|>|==?|@)\s*(\S+)\s*$/.exec(part) ?? [];
    return version ? [{ operator: operator === '@' || operator === '==' ? '=' : (operator as Bound['operator']), version }] : [];
  });
  return { kind: 'package', name, bounds };
}
