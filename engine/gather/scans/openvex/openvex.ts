import { isObject, type Members, memberAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScanStatement, StatedProduct } from '../../../model/scan.ts';
import { nameVulnerabilities } from '../name-vulnerabilities.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

const statuses = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;

/**
 * OpenVEX documents.
 *
 * gaps    row-unread (a statement without a vulnerability, or with a status that is none), those of the family
 */
export const openvex = Object.freeze<ReportFormat>({
  id: 'openvex',
  about: {
    title: 'OpenVEX',
    source: 'https://github.com/openvex/spec',
    reads: ['statements of version 0.0.x and 0.2; products with purls, identifiers and subcomponents'],
  },
  recognizes: (json) => {
    const context = memberAt(json, '@context');
    const texts = Array.isArray(context) ? context : [context];
    const isOurs = texts.some((text) => typeof text === 'string' && text.startsWith('https://openvex.dev/ns'));
    return isOurs && isObject(json) && 'statements' in json;
  },
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/openvex');
    const statements = reading.objects(memberAt(json, 'statements'), 'statements').flatMap((one) => readStatement(one, reading));
    return reading.finish({
      tool: 'openvex',
      engine: textAt(json, 'tooling')?.toLowerCase() ?? 'openvex',
      kind: 'statements',
      statements,
    });
  },
});

function readStatement({ members, at }: PlacedMembers, reading: ReadingInProgress): readonly ScanStatement[] {
  const stated = memberAt(members, 'vulnerability');
  const ids = typeof stated === 'string' ? [stated] : [textAt(stated, 'name'), ...textsAt(stated, 'aliases')];
  const [vulnerability] = nameVulnerabilities(ids.some(Boolean) ? ids : [textAt(stated, '@id')?.split('/').at(-1)]);
  const status = statuses.find((word) => word === textAt(members, 'status'));
  if (!vulnerability || !status) {
    reading.gap(
      'row-unread',
      `${at} ${vulnerability ? `has the status ${textAt(members, 'status')}` : 'names no vulnerability'}`,
    );
    return [];
  }
  const justification = textAt(members, 'justification');
  const list = memberAt(members, 'products');
  const products = (Array.isArray(list) ? list : []).flatMap(toProduct);
  return [{ vulnerability, status, ...(justification && { justification }), products }];
}

function toProduct(product: unknown): readonly StatedProduct[] {
  const id = idOf(product);
  if (id === undefined) return [];
  const list = memberAt(product, 'subcomponents');
  const subcomponents = (Array.isArray(list) ? list : []).flatMap((item) => idOf(item) ?? []);
  return [{ id, subcomponents }];
}

function idOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item.trim() || undefined;
  return textAt(item as Members, 'identifiers', 'purl') ?? textAt(item, '@id');
}
