import {
  isUnderOneOf,
  type LicenseExpression,
  parseLicenseExpression,
} from '../../../formats/spdx-expression/license-expression.ts';
import type { LicensePolicy, LicenseVerdict, RefusedPackage } from '../../../model/gate.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import { describeLicensePolicy } from './describe-rule.ts';

/**
 * Which packages have a license that they may not have.
 *
 * out     of `A OR B` one is enough, of `A AND B` both count; what may also be had under later versions is judged by the lowest
 * units   package in an image
 * cost    O(packages); each distinct license is judged once
 */
export function judgeLicenses(images: readonly ReleaseImage[], policy: LicensePolicy): LicenseVerdict {
  const judge = createJudge(policy);
  const rows: RefusedPackage[] = [];
  const counts = { of: 0, unknown: 0 };
  for (const { reference, platform, packages } of images) {
    counts.of += packages.length;
    for (const { purl, license } of packages) {
      const { isUnknown, reason } = judge(license ?? '');
      if (isUnknown) counts.unknown += 1;
      if (reason !== undefined) rows.push({ image: reference, platform, purl, license: license ?? null, reason });
    }
  }
  return { policy, says: describeLicensePolicy(policy), passed: rows.length === 0, ...counts, rows };
}

interface Judged {
  readonly isUnknown: boolean;
  /** Undefined where it may be had. */
  readonly reason: string | undefined;
}

function createJudge(policy: LicensePolicy): (license: string) => Judged {
  const known = new Map<string, Judged>();
  return (license) => {
    const judged = known.get(license) ?? judgeLicense(license, policy);
    known.set(license, judged);
    return judged;
  };
}

function judgeLicense(license: string, policy: LicensePolicy): Judged {
  const expression = parseLicenseExpression(license);
  if (expression) {
    const objections = [...new Set(findObjections(expression, policy))];
    return { isUnknown: false, reason: objections.length > 0 ? `${objections.join('; ')}.` : undefined };
  }
  const reason = license === '' ? 'It states no license.' : 'Its license is no SPDX expression.';
  return { isUnknown: true, reason: policy.unknown === 'deny' ? reason : undefined };
}

/** What speaks against every way to have it; none where there is a way. */
function findObjections(expression: LicenseExpression, policy: LicensePolicy): readonly string[] {
  if (expression.kind === 'term') {
    if (isUnderOneOf(expression.lowest, policy.deny)) return [`${expression.text} is denied`];
    return policy.allow && !isUnderOneOf(expression.text, policy.allow) ? [`${expression.text} is not allowed`] : [];
  }
  const left = findObjections(expression.left, policy);
  const right = findObjections(expression.right, policy);
  return expression.kind === 'or' && (left.length === 0 || right.length === 0) ? [] : [...left, ...right];
}
