import { parsePurl } from '../../../formats/purl/parse-purl.ts';
import { distributionId, toDistribution } from '../../../formats/purl/to-distribution.ts';
import { toIdentity } from '../../../formats/purl/to-identity.ts';
import type { PurlParts } from '../../../formats/purl/write-purl.ts';
import { createGlob } from '../../../formats/text/match-glob.ts';
import type { InstalledPackage } from '../../../model/package.ts';

/** Whether a package is meant. */
export type SelectPackage = (item: InstalledPackage) => boolean;

const distributions: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);
/** Types whose names are the same in any case. */
const anyCase: ReadonlySet<string> = new Set(['golang', 'composer', 'nuget']);

/**
 * Which packages a text means.
 *
 * in      a purl, with or without version and qualifiers, `*` in its name; a name, `name@version`, or a pattern with `*`
 * out     undefined for a purl of a type that Plimsoll has no packages of. Of qualifiers, architecture and distribution limit; what else stands
 *         there does not say which package it is. `arch=source` means the packages that were built from that source
 * source  purl-spec; go-vex, PurlMatches: what the statement leaves out fits everything
 */
export function selectPackages(text: string): SelectPackage | undefined {
  return /^pkg:/i.test(text) ? byPurl(text) : byName(text);
}

function byName(text: string): SelectPackage {
  const at = text.lastIndexOf('@');
  const [name, version] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
  const fits = createGlob(name);
  return (item) => fits(item.name) && (version === undefined || item.version === version);
}

function byPurl(text: string): SelectPackage | undefined {
  const parts = parsePurl(text);
  const wanted = parts && toIdentity({ ...parts, version: parts.version ?? 'any' });
  if (!parts || !wanted) return undefined;
  const isSource = ['source', 'src'].includes(parts.qualifiers?.arch ?? '');
  const fold = anyCase.has(wanted.type) ? (name: string) => name.toLowerCase() : (name: string) => name;
  const fits = createGlob(fold(wanted.name));
  return (item) => {
    if (item.type !== wanted.type || !(isSource || isBuiltFor(parts, item))) return false;
    const { name, version } = isSource ? (item.source ?? item) : item;
    const own = parts.type === 'rpm' && parts.qualifiers?.epoch === undefined ? withoutEpoch(version) : version;
    if (!fits(fold(name)) || (parts.version !== undefined && !isVersion(own, wanted.version, item))) return false;
    return !distributions.has(item.type) || isOfDistribution(parts, parsePurl(item.purl));
  };
}

/** In purls of RPMs the epoch is a qualifier, and fits any where it is left out. */
function withoutEpoch(version: string): string {
  return version.replace(/^\d+:/, '');
}

/** A Go release is written with and without `v`. */
function isVersion(own: string, wanted: string, { type, name }: InstalledPackage): boolean {
  if (own === wanted) return true;
  return type === 'golang' && name === 'stdlib' && own.replace(/^v/, '') === wanted.replace(/^v/, '');
}

/** Namespaces of distributions are spelled in several ways; without one, any is meant. */
function isOfDistribution(wanted: PurlParts, own: PurlParts | undefined): boolean {
  const id = (parts: PurlParts | undefined) => (parts?.namespace ? distributionId(parts.namespace).toLowerCase() : undefined);
  if (wanted.namespace && id(wanted) !== id(own)) return false;
  const [stated, is] = [wanted.qualifiers?.distro ? toDistribution(wanted) : undefined, own && toDistribution(own)];
  if (!stated) return true;
  if (!is || stated.id.toLowerCase() !== is.id.toLowerCase()) return false;
  return stated.versionId === undefined || is.versionId === undefined || isSameRelease(stated.versionId, is.versionId);
}

/** `12` and `12.4` are one release to whom only the first number is known. */
function isSameRelease(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function isBuiltFor({ qualifiers = {} }: PurlParts, { architecture }: InstalledPackage): boolean {
  return qualifiers.arch === undefined || architecture === undefined || qualifiers.arch === architecture;
}
