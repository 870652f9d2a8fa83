import type { CsafFlaw } from './csaf-flaw.ts';
import { checkIdentification, checkProducts } from './product-rules.ts';
import { checkProfile } from './profile-rules.ts';
import { checkTracking } from './tracking-rules.ts';
import { checkVulnerabilities } from './vulnerability-rules.ts';

/** Mandatory tests that are not made: they look at CVSS, CWE and languages, of which no VEX statement speaks. */
export const testsNotMade = ['6.1.8', '6.1.9', '6.1.10', '6.1.11', '6.1.12'] as const;

/**
 * What of a CSAF document breaks the mandatory tests.
 *
 * in      the value of a JSON document that keeps to the schema; of one that does not, what is there is looked at
 * out     every flaw, but for `testsNotMade`
 * source  CSAF 2.0, 6.1 "Mandatory Tests"
 */
export function checkCsaf(document: unknown): readonly CsafFlaw[] {
  return [checkProducts, checkIdentification, checkTracking, checkVulnerabilities, checkProfile].flatMap((check) =>
    check(document),
  );
}
