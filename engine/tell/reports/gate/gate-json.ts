import type { GateRuleVerdict, GateVerdict, LicenseVerdict } from '../../../model/gate.ts';
import type { Release } from '../../../model/release.ts';
import { createPlaces, type FindPlace } from '../finding-places.ts';

/**
 * The gate's verdict for programs.
 *
 * source  docs/reference/schemas/gate.json
 */
export function gateToJson(verdict: GateVerdict, release: Release): string {
  const { product, version, now, against, demands, passed, rules, licenses, coverage } = verdict;
  const findPlace = createPlaces(release);
  const document = {
    schema: 'plimsoll.gate/v1',
    product,
    version,
    now,
    against,
    demands,
    passed,
    rules: rules.map((judged) => toRule(judged, findPlace)),
    licenses: licenses && toLicenses(licenses, findPlace),
    coverage: {
      accepted: coverage.isAccepted,
      unread: coverage.policy.unread,
      allow: coverage.policy.allow,
      open: coverage.open,
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toRule({ rule, says, passed, counted, of, suppressed, remarks, rows }: GateRuleVerdict, findPlace: FindPlace) {
  const { place, ...asked } = rule;
  return {
    rule: asked,
    ...place,
    says,
    passed,
    counted,
    of,
    suppressed,
    remarks,
    rows: rows.map((finding) => {
      const { vulnerability, image, platform, purl, severity, state, fixedIn, priority, publishedAt } = finding;
      return {
        ...{ vulnerability, image, platform, purl, severity, state, fixedIn },
        priority: priority ?? null,
        publishedAt: publishedAt ?? null,
        declared: declaredAt(findPlace, { image, platform }),
      };
    }),
  };
}

function toLicenses({ policy, says, passed, of, unknown, rows }: LicenseVerdict, findPlace: FindPlace) {
  const { place, ...asked } = policy;
  const listed = rows.map((row) => ({ ...row, declared: declaredAt(findPlace, row) }));
  return { policy: asked, ...place, says, passed, of, unknown, rows: listed };
}

function declaredAt(findPlace: FindPlace, of: { readonly image: string; readonly platform: string }) {
  const { occurrence } = findPlace(of);
  return occurrence ? { file: occurrence.file, line: occurrence.line } : null;
}
