import { entriesAt, isObject, type Members, memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScanStatement } from '../../../model/scan.ts';
import { nameVulnerabilities } from '../name-vulnerabilities.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { readProducts } from './read-products.ts';

const statuses: ReadonlyMap<string, ScanStatement['status']> = new Map([
  ['known_not_affected', 'not_affected'],
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['under_investigation', 'under_investigation'],
]);

/**
 * CSAF documents with product status, as VEX ones are.
 *
 * gaps    row-unread (a vulnerability without an id), those of the family
 */
export const csaf = Object.freeze<ReportFormat>({
  id: 'csaf',
  about: {
    title: 'CSAF VEX',
    source: 'https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html',
    reads: ['product status by vulnerability, of CSAF 2.0; products by purl where there is one'],
    limits: ['recommended versions, remediations, scores'],
  },
  recognizes: (json) => /^2\./.test(textAt(json, 'document', 'csaf_version') ?? ''),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/csaf');
    const products = readProducts(memberAt(json, 'product_tree'));
    const found = reading.objects(memberAt(json, 'vulnerabilities'), 'vulnerabilities');
    return reading.finish({
      tool: 'csaf',
      kind: 'statements',
      statements: found.flatMap((vulnerability) => readVulnerability(vulnerability, products, reading)),
    });
  },
});

function readVulnerability(
  { members, at }: PlacedMembers,
  products: ReadonlyMap<string, readonly string[]>,
  reading: ReadingInProgress,
): readonly ScanStatement[] {
  const [vulnerability] = nameVulnerabilities([
    textAt(members, 'cve'),
    ...objectsAt(members, 'ids').map((id) => textAt(id, 'text')),
  ]);
  if (!vulnerability) {
    reading.gap('row-unread', `${at} has no id`);
    return [];
  }
  return entriesAt(members, 'product_status').flatMap(([word, ids]) => {
    const status = statuses.get(word);
    if (!status) return [];
    const names = textsAt({ ids }, 'ids');
    const justification = names.map((name) => flagOf(members, name)).find((label) => label !== undefined);
    const stated = names.flatMap((name) => (products.get(name) ?? [name]).map((id) => ({ id, subcomponents: [] })));
    return [{ vulnerability, status, ...(justification && { justification }), products: stated }];
  });
}

function flagOf(vulnerability: Members, product: string): string | undefined {
  const flag = objectsAt(vulnerability, 'flags').find((item) => isObject(item) && textsAt(item, 'product_ids').includes(product));
  return textAt(flag, 'label');
}
