import { compareContents } from '../compare/releases/compare-contents.ts';
import { findPredicate } from '../formats/in-toto/find-predicate.ts';
import type { ReadSbom } from '../formats/sbom/sbom.ts';
import type { FoundImage } from '../gather/images/store.ts';
import type { Referrer } from '../model/image.ts';
import type { Reading } from '../model/reading.ts';
import type { ReleaseImage } from '../model/release.ts';
import type { ComparedSbom } from '../model/sbom-comparison.ts';

/** What an attached artifact may call itself where an SBOM is in it. */
const sbomTypes = /spdx|cyclonedx|syft|sbom|in-toto|dsse/i;
const ownTypes = /spdx|cyclonedx/i;

/**
 * Holds the SBOMs that are attached to an image against what was found in it.
 *
 * in      the image as its store has it, and as it was read; what is attached
 * out     one for each SBOM, in the order attached; signatures and attestations of something else are passed over
 * gaps    those of the store and of `readSbom`, whose path is `attached:DIGEST`
 */
export async function compareAttached(
  found: FoundImage,
  image: ReleaseImage,
  { attached, readSbom }: { readonly attached: readonly Referrer[]; readonly readSbom: ReadSbom },
): Promise<Reading<ComparedSbom>> {
  const readings: Reading<ComparedSbom>[] = [];
  for (const referrer of attached.filter(mayBeSbom)) readings.push(await compareOne(found, image, { referrer, readSbom }));
  return {
    items: readings.flatMap(({ items }) => items),
    gaps: readings.flatMap(({ gaps }) => gaps).map((gap) => ({ ...gap, image: image.reference })),
  };
}

async function compareOne(
  found: FoundImage,
  image: ReleaseImage,
  { referrer, readSbom }: { readonly referrer: Referrer; readonly readSbom: ReadSbom },
): Promise<Reading<ComparedSbom>> {
  const { items: blobs, gaps } = (await found.attached?.read(referrer)) ?? { items: [], gaps: [] };
  const path = `attached:${referrer.digest}`;
  const documents = blobs.map(({ bytes }) => findPredicate(bytes)).filter(({ type }) => type === undefined || isSbom(type));
  const read = await Promise.all(documents.map(({ bytes }) => readSbom(bytes, path)));
  const sboms = read.flatMap(({ items }) => items);
  const theirs = sboms.flatMap(({ packages }) => packages);
  const compared = sboms.length > 0 ? [{ source: path, ...compareContents(image.packages, theirs) }] : [];
  return { items: compared, gaps: [...gaps, ...read.flatMap((one) => one.gaps)] };
}

/** Of an attestation without a stated predicate only its content tells what it is. */
function mayBeSbom({ type, mediaType, annotations }: Referrer): boolean {
  const predicate = annotations['in-toto.io/predicate-type'] ?? annotations.predicateType;
  return predicate === undefined ? sbomTypes.test(`${type} ${mediaType}`) : isSbom(predicate);
}

function isSbom(type: string): boolean {
  return ownTypes.test(type);
}
