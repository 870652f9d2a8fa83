import type { GateRule, LicensePolicy } from '../../../model/gate.ts';

/** A rule in words: `findings CRITICAL, with a fix, in tier core: at most 0`. */
export function describeRule(rule: GateRule): string {
  const units = { finding: 'findings', vulnerability: 'vulnerabilities', image: 'images with findings' } as const;
  const parts = [
    severityOf(rule),
    rule.fixable === undefined ? '' : rule.fixable ? 'with a fix' : 'without a fix',
    listed('in tier', rule.tiers),
    listed('of component', rule.components),
    listed('owned by', rule.owners),
    rule.priority && `of priority ${rule.priority}${rule.priority === 'act' ? '' : ' or more urgent'}`,
    rule.kev === undefined ? '' : rule.kev ? 'known to be exploited' : 'not known to be exploited',
    rule.publishedDays === undefined ? '' : `published ${days(rule.publishedDays)} ago or longer`,
    rule.seenDays === undefined ? '' : `in our releases for ${days(rule.seenDays)} or longer`,
    rule.since === 'previous' ? 'that the release before does not have' : '',
  ].filter(Boolean);
  const what = [units[rule.unit], parts.join(', ')].filter(Boolean).join(' ');
  return `${rule.name === undefined ? '' : `${rule.name}: `}${what}: at most ${rule.max}`;
}

/** The policy for licenses in words. */
export function describeLicensePolicy({ allow, deny, unknown }: LicensePolicy): string {
  return [
    allow ? `only licenses ${allow.join(', ')}` : 'any license',
    ...(deny.length > 0 ? [`none of ${deny.join(', ')}`] : []),
    unknown === 'deny' ? 'none that is unknown' : 'unknown ones are allowed',
  ].join('; ');
}

function severityOf({ severity }: GateRule): string {
  if (severity === undefined || severity === 'UNKNOWN') return severity ? 'of any severity' : '';
  return severity === 'CRITICAL' ? severity : `${severity} or worse`;
}

function listed(before: string, names: readonly string[] | undefined): string {
  return names ? `${before} ${names.join(' or ')}` : '';
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
