import { parsePurl } from '../../../formats/purl/parse-purl.ts';
import { toIdentity } from '../../../formats/purl/to-identity.ts';
import { normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { Finding } from '../../../model/finding.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { TriageDecision } from '../../../model/triage-decision.ts';
import type { ImageSubject } from './finding-subject.ts';
import { selectImages } from './select-images.ts';
import { selectPackages } from './select-packages.ts';

/**
 * Why a decision speaks of nothing: which of its texts mean nothing in the release.
 *
 * out     a function; what it looks things up in is put together when it is first called
 */
export function createUnusedReasons(
  images: readonly ImageSubject[],
  findings: readonly Finding[],
): (decision: TriageDecision) => readonly string[] {
  let packages: ReadonlyMap<string, readonly InstalledPackage[]> | undefined;
  let ids: ReadonlySet<string> | undefined;
  const isImage = (text: string): boolean => images.some(selectImages(text) ?? (() => false));
  const isPackage = (text: string): boolean => {
    packages ??= indexPackages(images);
    const select = selectPackages(text);
    const name = nameOf(text);
    const candidates = name.includes('*') ? [...packages.values()].flat() : (packages.get(name.toLowerCase()) ?? []);
    return select !== undefined && candidates.some(select);
  };
  return (decision) => {
    ids ??= new Set(findings.flatMap(({ vulnerability, aliases }) => [vulnerability, ...aliases].map((id) => id.toLowerCase())));
    const known = ids;
    const nothing = [
      ...decision.images.filter((text) => !isImage(text)).map((text) => `no image of the release is ${text}`),
      ...decision.packages.filter((text) => !isPackage(text)).map((text) => `no image holds the package ${text}`),
      ...(decision.products ?? [])
        .filter(({ ids: names }) => !names.some((text) => isImage(text) || (/^pkg:/i.test(text) && isPackage(text))))
        .map(({ ids: names }) => `nothing in the release is the product ${names[0] ?? 'without an id'}`),
      ...(decision.products?.length === 0 ? ['it names no product'] : []),
      ...decision.vulnerabilities
        .filter((id) => !known.has(normalizeId(id).toLowerCase()))
        .map((id) => `${id} is no finding in the release`)
        .slice(0, decision.vulnerabilities.some((id) => known.has(normalizeId(id).toLowerCase())) ? 0 : 1),
    ];
    return nothing.length > 0 ? nothing : ['what it names is there, and not found together'];
  };
}

function indexPackages(images: readonly ImageSubject[]): ReadonlyMap<string, readonly InstalledPackage[]> {
  const index = new Map<string, Map<string, InstalledPackage>>();
  const add = (name: string, item: InstalledPackage): void => {
    const list = index.get(name.toLowerCase()) ?? new Map();
    list.set(item.purl, item);
    index.set(name.toLowerCase(), list);
  };
  for (const { image } of images)
    for (const item of image.packages) {
      add(item.name, item);
      if (item.source) add(item.source.name, item);
    }
  return new Map([...index].map(([name, list]) => [name, [...list.values()]]));
}

function nameOf(text: string): string {
  const parts = /^pkg:/i.test(text) ? parsePurl(text) : undefined;
  if (parts) return toIdentity({ ...parts, version: parts.version ?? 'any' })?.name ?? parts.name;
  const at = text.lastIndexOf('@');
  return at > 0 ? text.slice(0, at) : text;
}
