import { parsePurl } from './parse-purl.ts';

/** What the purls of all versions of a package share: its type, namespace and name; a text that is no purl stays as it is. */
export function toVersionless(purl: string): string {
  const parts = parsePurl(purl);
  return parts ? JSON.stringify([parts.type, parts.namespace, parts.name]) : purl;
}
