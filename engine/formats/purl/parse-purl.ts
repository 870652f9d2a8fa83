import { PackageURL } from 'packageurl-js';
import type { PurlParts } from './write-purl.ts';

/**
 * The parts of a package URL.
 *
 * in      text from anywhere
 * out     decoded and normalized as its type asks; undefined when it is no purl
 */
export function parsePurl(text: string): PurlParts | undefined {
  try {
    const { type, namespace, name, version, qualifiers, subpath } = PackageURL.fromString(text);
    return {
      type,
      name,
      ...(namespace ? { namespace } : {}),
      ...(version ? { version } : {}),
      ...(qualifiers ? { qualifiers: { ...qualifiers } } : {}),
      ...(subpath ? { subpath } : {}),
    };
  } catch {
    return undefined;
  }
}
