import type { Finding } from '../../model/finding.ts';
import type { Release } from '../../model/release.ts';
import { describeCoverage } from './describe.ts';
import { createPlaces } from './finding-places.ts';
import { groupGaps } from './group-gaps.ts';
import { createSarifResults } from './sarif-result.ts';
import { toSarifRules } from './sarif-rule.ts';
import { sarifText } from './sarif-text.ts';

/** Results beside those of findings, with the rules that they name. */
export interface SarifExtra {
  readonly rules: readonly (object & { readonly id: string })[];
  /** Given the index of each rule by its id. */
  readonly results: (indexOf: ReadonlyMap<string, number>) => readonly object[];
}

/**
 * Findings as a SARIF 2.1.0 log.
 *
 * in      a release, and those of its findings that are told
 * out     a rule for each vulnerability, a result for each finding; files relative to the configuration's folder (`%SRCROOT%`)
 * source  OASIS SARIF 2.1.0; docs.github.com, "SARIF support for code scanning" for `security-severity` and fingerprints
 */
export function toSarifLog(release: Release, findings: readonly Finding[], extra?: SarifExtra): object {
  const { product, version, now, engine, knowledge } = release;
  const rules = [...toSarifRules(findings), ...(extra?.rules ?? [])];
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const results = createSarifResults(createPlaces(release), indexOf);
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plimsoll', version: engine, rules } },
        automationDetails: { id: `plimsoll/${product}/` },
        originalUriBaseIds: { '%SRCROOT%': { description: { text: "The folder of the release's configuration." } } },
        invocations: [{ executionSuccessful: true, endTimeUtc: now, toolExecutionNotifications: toNotifications(release) }],
        results: [...findings.map(results), ...(extra?.results(indexOf) ?? [])],
        properties: {
          product,
          version,
          advisories: knowledge.snapshot?.id ?? null,
          advisoriesAsOf: knowledge.snapshot?.asOf ?? null,
        },
      },
    ],
  };
}

/** What was not read: a log without results of an image that was not read says nothing of it. */
function toNotifications(release: Release): readonly object[] {
  const { coverage, gaps } = release;
  const unread = coverage.expected - coverage.read;
  const whole = unread > 0 ? [notification('warning', 'coverage', describeCoverage(release))] : [];
  const groups = groupGaps(gaps).flatMap(({ code, count, examples }) =>
    notification('warning', code, `${code} × ${count}: ${examples.join('; ')}`),
  );
  return [...whole, ...groups];
}

function notification(level: 'warning' | 'error', id: string, text: string): object {
  return { level, descriptor: { id }, message: { text: sarifText(text) } };
}
