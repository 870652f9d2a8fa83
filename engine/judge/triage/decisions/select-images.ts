import { parsePurl } from '../../../formats/purl/parse-purl.ts';
import type { PurlParts } from '../../../formats/purl/write-purl.ts';
import { parseReference, toCanonical } from '../../../formats/reference/reference.ts';
import { createGlob } from '../../../formats/text/match-glob.ts';
import type { ImageSubject } from './finding-subject.ts';

/** Whether an image is meant. */
export type SelectImage = (image: ImageSubject) => boolean;

const digest = /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

/**
 * Which images a text means.
 *
 * in      `pkg:oci/…` or `pkg:docker/…`; a digest, with or without `sha256:`; a reference with tag or digest; a repository, which is each of its
 *         tags; a pattern with `*` over references, repositories or names where images come from
 * out     undefined for what can mean no image
 * source  purl-spec, "oci" and "docker"; what Trivy (pkg/purl) and Grype (grype/vex/openvex) make of an image
 */
export function selectImages(text: string): SelectImage | undefined {
  if (/^pkg:/i.test(text)) return byPurl(text);
  if (digest.test(text)) return ({ digests }) => digests.includes(text);
  if (/^[0-9a-f]{64}$/.test(text)) return ({ digests }) => digests.includes(`sha256:${text}`);
  if (text.includes('*')) return byPattern(text);
  const wanted = parseReference(text);
  if (!wanted) return undefined;
  const repository = `${wanted.registry}/${wanted.repository}`;
  if (wanted.digest !== undefined) return ({ digests }) => digests.includes(wanted.digest ?? '');
  return ({ reference, repositories }) =>
    repositories.includes(repository) && (wanted.tag === undefined || reference?.tag === wanted.tag);
}

function byPattern(text: string): SelectImage {
  const fits = createGlob(text);
  return ({ reference, repositories }) =>
    repositories.some((name) => fits(name)) || (reference !== undefined && fits(toCanonical(reference)));
}

function byPurl(text: string): SelectImage | undefined {
  const parts = parsePurl(text);
  if (!parts || (parts.type !== 'oci' && parts.type !== 'docker')) return undefined;
  const isContent = parts.version !== undefined && digest.test(parts.version);
  return (image) =>
    isPlatform(image, parts) &&
    (isContent ? image.digests.includes(parts.version ?? '') : isNamed(image, parts) && isTagged(image, parts));
}

function isPlatform({ image }: ImageSubject, { qualifiers = {} }: PurlParts): boolean {
  const [os, architecture] = image.platform.split('/');
  return (qualifiers.os ?? os) === os && (qualifiers.arch ?? architecture) === architecture;
}

/** `repository_url` is written with and without the last part of the name; without it, the name alone has to do. */
function isNamed({ repositories }: ImageSubject, { type, namespace, name, qualifiers = {} }: PurlParts): boolean {
  const stated = qualifiers.repository_url ?? (type === 'docker' ? [namespace, name].filter(Boolean).join('/') : undefined);
  if (stated === undefined) return repositories.some((own) => own.split('/').at(-1) === name.toLowerCase());
  const url = stated
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .replace(/^index\.docker\.io(?=\/|$)/, 'docker.io');
  return repositories.some(
    (own) => own === url || own === repositoryOf(url) || own === [url, namespace, name].filter(Boolean).join('/'),
  );
}

function isTagged({ reference }: ImageSubject, { type, version, qualifiers = {} }: PurlParts): boolean {
  const tag = qualifiers.tag ?? (type === 'docker' || !version?.includes(':') ? version : undefined);
  const isOtherDigest = version !== undefined && tag === undefined;
  return !isOtherDigest && (tag === undefined || reference?.tag === tag);
}

/** With the registry and `library/` that a short name leaves out. */
function repositoryOf(text: string): string | undefined {
  const parsed = parseReference(text);
  return parsed && `${parsed.registry}/${parsed.repository}`;
}
