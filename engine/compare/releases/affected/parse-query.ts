import { parsePurl } from '../../../formats/purl/parse-purl.ts';
import { toIdentity } from '../../../formats/purl/to-identity.ts';
import { parseReference } from '../../../formats/reference/reference.ts';
import { normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import { Fault } from '../../../model/fault.ts';

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
 *
 * faults  usage-wrong: a digest that is no SHA-256, or that something else stands beside
 */
export function parseQuery(text: string): Query {
  const query = text.trim();
  const digest = parseDigest(query);
  if (digest !== undefined) return { kind: 'digest', digest };
  if (/^pkg:/i.test(query)) return parsePackageUrl(query);
  if (/^(?:[A-Z]{2,}|x_[A-Z]+)[A-Z0-9]*-[\w:.-]*\d[\w:.-]*$/i.test(query) && !/[<>=@/]/.test(query) && isId(query))
    return { kind: 'vulnerability', id: normalizeId(query) };
  if (isImage(query)) return { kind: 'image', reference: query };
  return parsePackage(query);
}

/** By the number of hexadecimal digits. */
const otherDigests: ReadonlyMap<number, string> = new Map([
  [32, 'MD5'],
  [40, 'SHA-1'],
  [96, 'SHA-384'],
  [128, 'SHA-512'],
]);

/** In whatever case, with its algorithm or without. */
function parseDigest(query: string): string | undefined {
  const [, algorithm = '', digits = '', rest = ''] = /^(?:(md5|sha-?\d+):)?([0-9a-f]{32,})(?!\S)(.*)$/is.exec(query) ?? [];
  if (digits === '') return undefined;
  const isSha256 = digits.length === 64 && /^(?:sha-?256)?$/i.test(algorithm);
  const other = algorithm.toUpperCase() || otherDigests.get(digits.length);
  if (!isSha256 && other !== undefined)
    throw new Fault('usage-wrong', `\`${query}\` is ${other === 'SHA256' ? 'no whole SHA-256' : `a digest by ${other}`}`, {
      help: 'Of files only the SHA-256 is kept: write the 64 digits that `sha256sum FILE` prints.',
    });
  if (!isSha256) return undefined;
  if (rest !== '')
    throw new Fault('usage-wrong', `\`${rest.trim()}\` stands beside the digest`, {
      help: 'A line of `sha256sum` names what was read after its digest; write the digest alone.',
    });
  return `sha256:${digits.toLowerCase()}`;
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
