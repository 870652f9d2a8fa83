import { databaseOfId, isCve } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { VexStatus } from '../../../model/triage-decision.ts';
import type { VexDocument, WrittenStatement } from '../../../model/vex-document.ts';
import { contentIdOf } from '../vex-ids.ts';
import { createProductBook, type ProductBook } from './product-book.ts';

const statuses: Readonly<Record<VexStatus, string>> = {
  not_affected: 'known_not_affected',
  affected: 'known_affected',
  fixed: 'fixed',
  under_investigation: 'under_investigation',
};

/**
 * Statements as CSAF 2.0, profile VEX.
 *
 * in      at least one statement: the profile has no documents without
 * out     deterministic; one vulnerability for all statements about it, packages as components of their images
 * source  CSAF 2.0, 4.5 "Profile 5: VEX", and the mandatory tests of 6.1
 */
export function toCsaf(document: VexDocument): string {
  const { author, namespace, product, version, timestamp, engine, statements } = document;
  const book = createProductBook();
  const vulnerabilities = [...Map.groupBy(statements, ({ vulnerability }) => vulnerability).values()].map((group) =>
    toVulnerability(group, book, document),
  );
  const whole = {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      lang: 'en',
      publisher: { category: 'vendor', name: author, namespace },
      title: `What ${author} says of vulnerabilities in ${product} ${version}`,
      tracking: {
        id: `vex-${contentIdOf(document, 'csaf').slice(0, 32)}`,
        status: 'final',
        version: '1',
        initial_release_date: timestamp,
        current_release_date: timestamp,
        revision_history: [{ date: timestamp, number: '1', summary: `As ${product} ${version} was judged.` }],
        generator: { date: timestamp, engine: { name: 'plimsoll', version: engine } },
      },
    },
    product_tree: book.toTree(author),
    vulnerabilities,
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function toVulnerability(group: readonly WrittenStatement[], book: ProductBook, { product, version }: VexDocument): object {
  const [first] = group;
  const id = first?.vulnerability ?? '';
  const aliases = [...new Set(group.flatMap((statement) => statement.aliases))].toSorted();
  const others = (isCve(id) ? aliases : [id, ...aliases]).map((text) => ({ system_name: databaseOfId(text), text }));
  const stated = group.map((statement) => ({
    statement,
    ids: [...new Set(statement.subjects.flatMap((one) => book.idsOf(one)))],
  }));
  const byStatus = [...Map.groupBy(stated, ({ statement }) => statuses[statement.status])].map(([word, of]) => [
    word,
    of.flatMap(({ ids }) => ids),
  ]);
  const flags = stated.flatMap(({ statement: { justification }, ids }) =>
    justification ? [{ label: justification, product_ids: ids }] : [],
  );
  const threats = stated.flatMap(({ statement: { impact }, ids }) =>
    impact === undefined ? [] : [{ category: 'impact', details: impact, product_ids: ids }],
  );
  const remediations = stated.flatMap(({ statement: { action, fixedIn = [] }, ids }) =>
    action === undefined
      ? []
      : [{ category: fixedIn.length > 0 ? 'vendor_fix' : 'none_available', details: action, product_ids: ids }],
  );
  return {
    ...(isCve(id) && { cve: id }),
    ...(others.length > 0 && { ids: others }),
    notes: [{ category: 'summary', text: `${id} in ${product} ${version}` }],
    product_status: Object.fromEntries(byStatus),
    ...(flags.length > 0 && { flags }),
    ...(threats.length > 0 && { threats }),
    ...(remediations.length > 0 && { remediations }),
  };
}
