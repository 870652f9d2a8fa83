import { parsePurl } from '../../formats/purl/parse-purl.ts';
import { parseReference, type Reference, toCanonical } from '../../formats/reference/reference.ts';
import type { SbomSubject } from '../../formats/sbom/sbom.ts';

/** By what an SBOM names an image, the surest first. */
export const ranks = ['digest', 'purl', 'name and version', 'name', 'file name'] as const;

/** By what an SBOM names an image. */
export type NamedBy = (typeof ranks)[number];

/**
 * By what the subject of an SBOM names an image.
 *
 * in      the subject, the path of its file, the image that is looked for
 * out     undefined when it names another, or none
 * source  docs/concepts/sbom.md
 */
export function namesOf(subject: SbomSubject, path: string, wanted: Reference): NamedBy | undefined {
  if (wanted.digest !== undefined && subject.digests.includes(wanted.digest)) return 'digest';
  const own = referenceOf(wanted);
  // A name that has only a digest is of no tag, not even `latest`.
  const isPinned = wanted.digest !== undefined && wanted.tag === undefined;
  if (!isPinned && subject.purl !== undefined && purlReferences(subject.purl).includes(own)) return 'purl';
  const { version } = subject;
  const isTag = version !== undefined && !version.includes(':');
  if (!isPinned && canonical(isTag ? `${subject.name}:${version}` : subject.name) === own && (isTag || hasTag(subject.name)))
    return 'name and version';
  if (!isTag && !hasTag(subject.name) && repositoryOf(canonical(subject.name) ?? '') === repositoryOf(own)) return 'name';
  return isFileOf(path, own) && !namesAnother(subject.name) ? 'file name' : undefined;
}

/** Without digest, as it has been compared already; a name that has only a digest is its repository's. */
function referenceOf({ digest: _digest, ...name }: Reference): string {
  return toCanonical(name);
}

function canonical(text: string): string | undefined {
  const reference = parseReference(text);
  return reference && referenceOf(reference);
}

function hasTag(name: string): boolean {
  return parseReference(name)?.tag !== undefined && /:[^/]*$/.test(name.split('@', 1)[0] ?? '');
}

function repositoryOf(reference: string): string {
  return reference.replace(/:[^/]*$/, '');
}

/** Registry and tag are in the name of an image that somebody else's file is about. */
function namesAnother(name: string): boolean {
  return hasTag(name) && /^[^/]*[.:][^/]*\//.test(name) && !name.startsWith('.') && !name.startsWith('/');
}

/** `pkg:oci/nginx@sha256:…?repository_url=docker.io/library/nginx&tag=1.27`, `pkg:docker/library/nginx@1.27`. */
function purlReferences(purl: string): readonly string[] {
  const { type, namespace, name = '', version, qualifiers = {} } = parsePurl(purl) ?? {};
  const tag = qualifiers.tag ?? (version?.includes(':') ? undefined : version);
  if ((type !== 'oci' && type !== 'docker') || tag === undefined) return [];
  const url = qualifiers.repository_url?.replace(/\/+$/, '');
  const whole = type === 'docker' ? [url, namespace, name].filter(Boolean).join('/') : url;
  if (whole === undefined) return [];
  return [whole, `${whole}/${name}`].flatMap((repository) => canonical(`${repository}:${tag}`) ?? []);
}

/** `registry.example_tide_gauge_1.0-linux_amd64.cdx.json`, `tide-gauge-1.0.json`, `gauge_1.0.spdx.json`. */
function isFileOf(path: string, reference: string): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.(?:cdx|cyclonedx|spdx|syft|sbom|bom|json|xml))+$/i, '');
  const stem = plain(file.replace(/[-_]linux[-_](?:amd64|arm64|arm|ppc64le|s390x|riscv64)(?:[-_]v\d)?$/, ''));
  const parts = reference.split('/');
  return parts.some((_, index) => plain(parts.slice(index).join('/')) === stem);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
