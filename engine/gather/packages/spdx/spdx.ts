import { bytesOf } from '../../../formats/content.ts';
import { parsePurl } from '../../../formats/purl/parse-purl.ts';
import { toIdentity } from '../../../formats/purl/to-identity.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { isWord } from '../is-word.ts';
import { type JsonMap, listAt, readJson, textAt, toJsonMap } from '../json-object.ts';
import { toReading } from '../to-reading.ts';

const unit = 'gather/packages/spdx';
const bitnami = /^opt\/bitnami\/(?:[^/]+\/)*\.spdx-[^/]+\.spdx$/;
const chainguard = /^var\/lib\/db\/sbom\/[^/]+\.spdx\.json$/;
const longestPurl = 4096;

/**
 * Packages that the SPDX documents of Bitnami, and of Chainguard and Wolfi, say are in the image.
 *
 * in      SPDX 2 as JSON
 * out     one package for each that has a purl of a known type with a version, but not `generic`, which names sources there. `likely`,
 *         since it is said and not seen, but for the components of Bitnami, of which there is no other sign
 * gaps    spdx-unreadable, incomplete-record (a purl that is none, or has no version)
 * source  SPDX 2.3, "Package information"; Bitnami, "How to use SPDX files"; melange, pkg/sbom
 */
export const spdx = Object.freeze<Cataloger>({
  id: 'spdx',
  about: {
    title: 'Packages that SPDX documents in the image list',
    source: 'https://spdx.github.io/spdx-spec/v2.3/package-information/',
    reads: ['`opt/bitnami/**/.spdx-*.spdx`', '`var/lib/db/sbom/*.spdx.json` (Chainguard, Wolfi)'],
    limits: [
      'documents elsewhere: nobody says that they are about this image',
      'packages without a purl, and purls of types that are not installed packages (generic, github, oci, …)',
      'SPDX in other forms than JSON; it is a gap',
    ],
  },
  maxBytes: 32 * 1024 * 1024,
  endings: ['.spdx', '.spdx.json'],
  wants: ({ path }) => (path.endsWith('.spdx') && bitnami.test(path)) || (path.endsWith('.spdx.json') && chainguard.test(path)),
  read: (file: LayerFile) => toReading(readFile(file), { unit, ...file }),
});

function* readFile(file: LayerFile): Generator<Package | Gap> {
  const root = toJsonMap(readJson(bytesOf(file.content))?.value);
  if (!root?.has('spdxVersion')) {
    yield toGap(file, 'spdx-unreadable', 'is not an SPDX 2 document in JSON');
    return;
  }
  for (const value of listAt(root, 'packages')) {
    const entry = toJsonMap(value);
    for (const purl of entry ? purlsOf(entry) : []) yield* readPurl(file, purl, licenseOf(entry));
  }
}

function purlsOf(entry: JsonMap): string[] {
  const references = listAt(entry, 'externalRefs').flatMap((value) => toJsonMap(value) ?? []);
  return references.flatMap((one) => (textAt(one, 'referenceType') === 'purl' ? (textAt(one, 'referenceLocator') ?? []) : []));
}

function* readPurl(file: LayerFile, purl: string, license: string | undefined): Generator<Package | Gap> {
  const parts = purl.length <= longestPurl ? parsePurl(purl) : undefined;
  // A purl without a version is asked about as if it had one, to tell whether its type matters.
  const identity = parts && toIdentity({ ...parts, version: parts.version ?? '-' });
  if (parts && (!identity || identity.type === 'generic')) return;
  if (!identity || !parts?.version || !isWord(identity.name) || !isWord(identity.version))
    yield toGap(file, 'incomplete-record', `${JSON.stringify(purl.slice(0, 100))} is not the purl of a package in some version`);
  else
    yield {
      ...identity,
      ...(license && { license }),
      certainty: identity.type === 'bitnami' ? 'certain' : 'likely',
      path: file.path,
    };
}

function licenseOf(entry: JsonMap | undefined): string | undefined {
  const stated = entry && textAt(entry, 'licenseDeclared');
  return stated === 'NOASSERTION' || stated === 'NONE' ? undefined : stated;
}

function toGap(file: LayerFile, code: string, detail: string): Gap {
  return { code, unit, path: file.path, detail };
}
