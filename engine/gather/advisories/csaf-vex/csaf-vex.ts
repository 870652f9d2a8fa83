import { readProductTree } from '../../../formats/csaf/product-tree.ts';
import { readCvss } from '../../../formats/cvss/read-cvss.ts';
import { isObject, listOf, type Members, memberOf, membersOf, textOf } from '../../../formats/json/members.ts';
import { readSeverityWord } from '../../../formats/severity-word/read-severity-word.ts';
import { isCve, isCwe, normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { Advisory, AffectedPackage } from '../../../model/advisory.ts';
import type { SeverityStatement } from '../../../model/severity.ts';
import type { Feed, FeedDocument } from '../feed.ts';
import { toInstant } from '../to-instant.ts';
import { createPlacer } from './place-product.ts';
import { readStatuses } from './read-statuses.ts';

const unit = 'gather/advisories/csaf-vex';
const vendors: readonly { readonly name: RegExp; readonly database: string; readonly prefix: string }[] = [
  { name: /^red hat\b/i, database: 'redhat', prefix: 'x_REDHAT-VEX-' },
  { name: /^suse\b/i, database: 'suse', prefix: 'x_SUSE-VEX-' },
];

/**
 * CSAF documents of Red Hat and SUSE: VEX, one for each CVE, and security advisories.
 *
 * out     one advisory with the packages of every release: fixed, affected, not affected, under investigation, and why no fix is planned
 * gaps    advisory-unread (no id, or no vulnerability), products-unknown (a status names products that the tree does not describe)
 */
export const csafVex = Object.freeze<Feed>({
  id: 'csaf-vex',
  about: {
    title: 'CSAF documents of Red Hat and SUSE',
    source: 'https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html',
    limits: ['other publishers', 'products that are no RPM packages: containers, images of machines', 'prose'],
  },
  recognizes({ json }: FeedDocument) {
    const document = isObject(json) ? membersOf(memberOf(json, 'document')) : {};
    return Object.hasOwn(document, 'csaf_version') && vendorOf(document) !== undefined;
  },
  read(feed: FeedDocument) {
    const json = membersOf(feed.json);
    const document = membersOf(memberOf(json, 'document'));
    const place = { unit, path: feed.path, ...(feed.line !== undefined && { line: feed.line }) };
    const vendor = vendorOf(document);
    const tracking = membersOf(memberOf(document, 'tracking'));
    const stated = normalizeId(textOf(tracking, 'id') ?? '');
    const vulnerabilities = listOf(json, 'vulnerabilities').map(membersOf);
    if (!vendor || !/^[\x21-\x7e]{1,128}$/.test(stated) || vulnerabilities.length === 0)
      return {
        items: [],
        gaps: [{ ...place, code: 'advisory-unread', detail: 'the document has no usable id, or no vulnerability' }],
      };
    const placeOf = createPlacer(readProductTree(memberOf(json, 'product_tree')));
    const statuses = vulnerabilities.map((vulnerability) => readStatuses(vulnerability, placeOf));
    const unknown = statuses.reduce((sum, one) => sum + one.unknown, 0);
    const id = isCve(stated) ? `${vendor.prefix}${stated}` : stated;
    const advisory = toAdvisory({ id, document, tracking, vulnerabilities, database: vendor.database }, mergeAffected(statuses));
    const gaps =
      unknown > 0 ? [{ ...place, code: 'products-unknown', detail: `${stated}: ${unknown} products are not in its tree` }] : [];
    return { items: [{ kind: 'advisory', advisory }], gaps };
  },
});

interface Parts {
  readonly id: string;
  readonly document: Members;
  readonly tracking: Members;
  readonly vulnerabilities: readonly Members[];
  readonly database: string;
}

function vendorOf(document: Members): (typeof vendors)[number] | undefined {
  const name = textOf(membersOf(memberOf(document, 'publisher')), 'name') ?? '';
  return vendors.find((vendor) => vendor.name.test(name));
}

function toAdvisory(
  { id, document, tracking, vulnerabilities, database }: Parts,
  affected: readonly AffectedPackage[],
): Advisory {
  const published = toInstant(textOf(tracking, 'initial_release_date'));
  const modified = toInstant(textOf(tracking, 'current_release_date'));
  const [only] = vulnerabilities.length === 1 ? vulnerabilities : [];
  const cwes = [...new Set(vulnerabilities.flatMap(cwesOf))].toSorted();
  return {
    id,
    aliases: [],
    upstream: [
      ...new Set(
        vulnerabilities
          .flatMap((one) => textOf(one, 'cve') ?? [])
          .map(normalizeId)
          .filter(isCve),
      ),
    ].toSorted(),
    ...(published && { publishedAt: published }),
    modifiedAt: modified ?? published ?? '1970-01-01T00:00:00Z',
    severities: [...wordOf(document, only, database), ...(only ? ratingsOf(only, database) : [])],
    ...(cwes.length > 0 && { cwes }),
    affected,
    database,
  };
}

/** A document of several vulnerabilities states the severity of all of them together. */
function wordOf(document: Members, only: Members | undefined, source: string): readonly SeverityStatement[] {
  const threats = only ? listOf(only, 'threats').map(membersOf) : [];
  const impact = threats.find(
    (threat) => textOf(threat, 'category') === 'impact' && readSeverityWord(textOf(threat, 'details') ?? ''),
  );
  const aggregate = membersOf(memberOf(document, 'aggregate_severity'));
  const word = readSeverityWord((impact && textOf(impact, 'details')) ?? textOf(aggregate, 'text') ?? '');
  return word ? [{ source, word }] : [];
}

function ratingsOf(vulnerability: Members, source: string): readonly SeverityStatement[] {
  const contents = listOf(vulnerability, 'scores').map(membersOf);
  const vectors = contents.flatMap((score) =>
    ['cvss_v4', 'cvss_v3', 'cvss_v2'].flatMap(
      (name) => textOf(membersOf(memberOf(score, name)), 'vectorString')?.slice(0, 400) ?? [],
    ),
  );
  return [...new Set(vectors)].map((vector) => {
    const rating = readCvss(vector);
    return { source, vector, ...(rating && { score: rating.score }) };
  });
}

/** `cwe` in CSAF 2.0, `cwes` in 2.1. */
function cwesOf(vulnerability: Members): readonly string[] {
  const all = [memberOf(vulnerability, 'cwe'), ...listOf(vulnerability, 'cwes')].map(membersOf);
  return all.flatMap((cwe) => textOf(cwe, 'id') ?? []).filter(isCwe);
}

/** The vulnerabilities of one document mostly have the same builds. */
function mergeAffected(statuses: readonly { readonly affected: readonly AffectedPackage[] }[]): readonly AffectedPackage[] {
  return [...new Map(statuses.flatMap(({ affected }) => affected).map((entry) => [JSON.stringify(entry), entry])).values()];
}
