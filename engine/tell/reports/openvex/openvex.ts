import type { VexDocument, VexSubject, WrittenStatement } from '../../../model/vex-document.ts';
import { contentIdOf, iriOf } from '../vex-ids.ts';

/**
 * Statements as OpenVEX 0.2.0.
 *
 * in      at least one statement: OpenVEX has no documents without
 * out     deterministic; an image is a product in each form that consumers look for, its packages are subcomponents
 * source  OpenVEX 0.2.0; go-vex, Component.Matches: id, identifiers and hashes are all names of a product
 */
export function toOpenVex(document: VexDocument): string {
  const { author, timestamp, engine, statements } = document;
  const whole = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': iriOf(document, `openvex-${contentIdOf(document, 'openvex')}`),
    author,
    timestamp,
    version: 1,
    tooling: `plimsoll ${engine}`,
    statements: statements.map(toStatement),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function toStatement({ vulnerability, aliases, status, justification, impact, action, statedAt, subjects }: WrittenStatement) {
  return {
    vulnerability: { name: vulnerability, ...(aliases.length > 0 && { aliases }) },
    ...(statedAt !== undefined && { timestamp: statedAt }),
    products: subjects.flatMap(toProducts),
    status,
    ...(justification && { justification }),
    ...(impact !== undefined && { impact_statement: impact }),
    ...(action !== undefined && { action_statement: action }),
  };
}

/** One product for each name: a consumer compares one id with one id. */
function toProducts({ image, packages }: VexSubject): readonly object[] {
  const subcomponents = [...new Set(packages.flatMap(({ purls }) => purls))].map((purl) => ({ '@id': purl }));
  return image.purls.map((purl) => ({
    '@id': purl,
    ...hashesOf(purl, image.digests),
    ...(subcomponents.length > 0 && { subcomponents }),
  }));
}

/** A digest is a name by itself, but not where the purl limits it to a platform. */
function hashesOf(purl: string, digests: readonly string[]): object {
  const digest = digests.find((one) => purl.endsWith(`@${one}`));
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest ?? '')?.[1];
  return hex === undefined ? {} : { hashes: { 'sha-256': hex } };
}
