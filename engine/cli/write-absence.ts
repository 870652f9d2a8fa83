import { parseQuery } from '../compare/releases/affected/parse-query.ts';
import type { RecordIndex } from '../compare/releases/affected/record-index.ts';
import type { AffectedAnswer } from '../model/affected.ts';
import { Fault } from '../model/fault.ts';
import { toAbsenceDocument } from '../pipeline/decisions/to-vex-document.ts';
import { toOpenVex } from '../tell/reports/openvex/openvex.ts';
import { engineVersion } from './engine-version.ts';
import { writeOutput } from './write-output.ts';

/**
 * Writes a "no" as an OpenVEX statement about every image of the releases that were asked.
 *
 * faults  usage-wrong: no vulnerability was asked for, or the answer is not no
 */
export function writeAbsence(file: string, answer: AffectedAnswer, indexes: readonly RecordIndex[]): void {
  const query = parseQuery(answer.query);
  if (query.kind !== 'vulnerability')
    throw new Fault('usage-wrong', '--vex makes a statement about a vulnerability: ask for its id');
  if (answer.answer !== 'no')
    throw new Fault('usage-wrong', `the answer is ${answer.answer}, so that no statement was written to ${file}`);
  const last = indexes.toSorted((a, b) => (a.release.now < b.release.now ? -1 : 1)).at(-1)?.release;
  if (!last) throw new Error('an answer without releases');
  const { searched, imagesRead, layersRead, releases } = answer.evidence;
  const isOtherVersion = searched.some((name) => indexes.some((index) => index.findPackages(name).length > 0));
  const what = searched.length > 0 ? searched.join(', ') : 'A package that it affects';
  const where = `${imagesRead} images and ${layersRead} layers of ${releases.join(', ')} were read to their end`;
  const images = indexes.flatMap(({ release }) => release.images);
  const document = toAbsenceDocument({
    release: { ...last, engine: engineVersion() },
    images: [...new Map(images.map((image) => [`${image.reference} ${image.platform} ${image.digest}`, image])).values()].map(
      ({ reference, platform, digest, indexDigest }) => ({
        reference,
        platform,
        digest,
        ...(indexDigest !== null && { indexDigest }),
      }),
    ),
    vulnerability: query.id,
    isOtherVersion,
    evidence: `${what} ${isOtherVersion ? 'is there only in versions without the vulnerability' : 'is in none of them'}: ${where}.`,
  });
  writeOutput(file, toOpenVex(document));
}
