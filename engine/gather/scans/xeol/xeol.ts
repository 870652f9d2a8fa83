import { memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

/**
 * xeol's JSON: packages that nobody supports any more.
 */
export const xeol = Object.freeze<ReportFormat>({
  id: 'xeol',
  about: { title: 'xeol', source: 'https://github.com/xeol-io/xeol', reads: ['`xeol -o json`'] },
  recognizes: (json) =>
    Array.isArray(memberAt(json, 'matches')) &&
    (textAt(json, 'descriptor', 'name') === 'xeol' ||
      objectsAt(json, 'matches').some((match) => memberAt(match, 'Cycle') !== undefined)),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/xeol');
    const target = memberAt(json, 'source', 'target');
    const images = textAt(json, 'source', 'type') === 'image' ? imagesOf(target) : [];
    const endOfLife = reading.objects(memberAt(json, 'matches'), 'matches').flatMap(({ members, at }) => {
      const artifact = memberAt(members, 'artifact');
      const named = namePackage({
        purl: textAt(artifact, 'purl'),
        type: textAt(artifact, 'type'),
        name: textAt(artifact, 'name') ?? textAt(members, 'Cycle', 'ProductName'),
        version: textAt(artifact, 'version'),
        path: textAt(objectsAt(artifact, 'locations')[0], 'path'),
      });
      if (!named) reading.gap('row-unread', `${at} names no package`);
      const endedOn = textAt(members, 'Cycle', 'Eol');
      const product = [textAt(members, 'Cycle', 'ProductName'), textAt(members, 'Cycle', 'ReleaseCycle')]
        .filter(Boolean)
        .join(' ');
      return named ? [{ package: named, product, ...(endedOn && { endedOn }) }] : [];
    });
    return reading.finish({
      tool: 'xeol',
      version: textAt(json, 'descriptor', 'version'),
      kind: 'end-of-life',
      images,
      endOfLife,
      databaseAt: textAt(json, 'descriptor', 'db', 'built'),
    });
  },
});

function imagesOf(target: unknown) {
  return oneImage({
    name: textAt(target, 'userInput'),
    references: [...textsAt(target, 'tags'), ...textsAt(target, 'repoDigests')],
    digests: [textAt(target, 'manifestDigest')],
  });
}
