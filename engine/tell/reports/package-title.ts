import { parsePurl } from '../../formats/purl/parse-purl.ts';

/** The parts of a purl that people read. */
export interface PackageTitle {
  /** With its namespace, where the ecosystem writes it in the name; `org.apache.logging.log4j/log4j-core`. */
  readonly name: string;
  /** Empty where there is none. */
  readonly version: string;
  /** Empty where the text is no purl. */
  readonly type: string;
}

/** Name, version and type of a purl; a text that is none is its own name. */
export function packageTitle(purl: string): PackageTitle {
  const parts = parsePurl(purl);
  if (!parts) return { name: purl, version: '', type: '' };
  const { type, namespace, name, version = '' } = parts;
  // The namespace of a distribution's package is the distribution.
  const isSystem = type === 'deb' || type === 'apk' || type === 'rpm';
  return { type, version, name: namespace === undefined || isSystem ? name : `${namespace}/${name}` };
}

/** `libssl3 3.0.9-1`. */
export function describePackage(purl: string): string {
  const { name, version } = packageTitle(purl);
  return version === '' ? name : `${name} ${version}`;
}
