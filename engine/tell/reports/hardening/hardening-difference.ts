import type {
  CheckChange,
  HardeningDifference,
  HardeningDirection,
  HardeningFigures,
  LevelChange,
  NonRootChange,
} from '../../../model/hardening-difference.ts';
import type { ResourceIdentity } from '../../../model/resource.ts';
import { severities } from '../../../model/severity.ts';
import { describeGap, groupGaps, listGroups } from '../group-gaps.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

/** Rows of each table that are shown. */
const shown = 40;

type Rows = readonly (readonly (string | number)[])[];
type WriteTable = (headings: readonly string[], rows: Rows) => string;

/** `plimsoll harden --against` in each of its forms. */
export const differenceWriters = {
  terminal: (difference: HardeningDifference) =>
    join([
      printable(`${titleOf(difference)}: ${summary(difference)}`),
      ...partsOf(difference, table),
      ...(difference.gaps.length > 0 ? [['Not read', ...listGroups(groupGaps(difference.gaps))].join('\n')] : []),
    ]),
  json: (difference: HardeningDifference) =>
    `${JSON.stringify({ schema: 'plimsoll.harden-diff/v1', ...difference }, undefined, 2)}\n`,
  md: (difference: HardeningDifference) =>
    join([
      `## ${escapeMarkdown(titleOf(difference))}`,
      escapeMarkdown(summary(difference)),
      ...partsOf(difference, markdownTable),
      ...difference.gaps.slice(0, shown).map((gap) => `- Not read: ${escapeMarkdown(describeGap(gap))}`),
    ]),
} as const;

function join(parts: readonly string[]): string {
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function titleOf({ old, new: now }: HardeningDifference): string {
  const from = old.product === now.product ? old.version : `${old.product} ${old.version}`;
  return `Hardening of ${now.product} ${now.version} against ${from}`;
}

function summary({ podSecurity, nonRoot, checks }: HardeningDifference): string {
  const rows = [...podSecurity, ...nonRoot];
  const count = (direction: HardeningDirection) => rows.filter((row) => row.direction === direction).length;
  const gained = checks.filter(({ change }) => change === 'gained').length;
  const fixed = checks.filter(({ change, because }) => change === 'lost' && because !== 'suppression').length;
  return `levels and verdicts: ${count('worse')} worse, ${count('better')} better; places that fail a check: ${gained} new, ${fixed} gone`;
}

function partsOf(
  { before, after, podSecurity, nonRoot, checks, provenance = [], movedTags = [] }: HardeningDifference,
  write: WriteTable,
) {
  const part = (headings: readonly string[], rows: Rows): string => {
    if (rows.length === 0) return '';
    const more = rows.length > shown ? `\n\n… and ${rows.length - shown} more; --format json has them all` : '';
    return `${write(headings, rows.slice(0, shown))}${more}`;
  };
  return [
    part(['figure', 'before', 'after'], figureRows(before, after)),
    part(['workload', 'Pod Security level', 'before', 'after'], podSecurity.map(levelRow)),
    part(['container', 'without root', 'before', 'after', 'image'], nonRoot.map(verdictRow)),
    part(['change', 'severity', 'check', 'resource', 'place', 'why'], checks.map(checkRow)),
    part(
      ['provenance', 'images before', 'images after'],
      provenance.map((row) => [row.fact, countOf(row.before), countOf(row.after)]),
    ),
    part(
      ['tag that moved', 'platform', 'digest before', 'digest after'],
      movedTags.map(({ image, platform, before: was, after: is }) => [image, platform, was, is]),
    ),
  ];
}

function figureRows(before: HardeningFigures, after: HardeningFigures): Rows {
  const levels = (['restricted', 'baseline', 'privileged'] as const).map((level) => [
    `workloads at ${level}`,
    before.podSecurity[level],
    after.podSecurity[level],
  ]);
  const verdicts = (['enforced', 'ready', 'ready-with', 'blocked', 'unknown'] as const).map((verdict) => [
    `containers without root: ${verdict}`,
    before.nonRoot[verdict],
    after.nonRoot[verdict],
  ]);
  const failing = severities.map((severity) => [
    `places that fail, ${severity}`,
    before.checks[severity],
    after.checks[severity],
  ]);
  return [...levels, ...verdicts, ...failing].filter(([, one, other]) => one !== 0 || other !== 0) as Rows;
}

function levelRow({ resource, direction, before, after }: LevelChange): readonly string[] {
  return [nameOf(resource), direction, before ?? '–', after ?? '–'];
}

function verdictRow({ resource, container, direction, before, after, image }: NonRootChange): readonly string[] {
  return [`${nameOf(resource)}, ${container}`, direction, before ?? '–', after ?? '–', image];
}

const reasons = {
  resource: { gained: 'the resource is new', lost: 'the resource is gone' },
  content: { gained: 'it changed', lost: 'it changed' },
  suppression: { gained: 'it was excepted', lost: 'it is excepted' },
} as const;

function checkRow({ change, severity, check, resource, path, file, line, because }: CheckChange): readonly string[] {
  const place = `${file}${line === null ? '' : `:${line}`} ${path}`.trim();
  return [
    change === 'gained' ? 'fails now' : 'no longer fails',
    severity,
    check,
    nameOf(resource),
    place,
    reasons[because][change],
  ];
}

function nameOf({ kind, namespace, name }: ResourceIdentity): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}

function countOf({ present, absent, unknown }: { readonly present: number; readonly absent: number; readonly unknown: number }) {
  return `${present} of ${present + absent + unknown}${unknown > 0 ? ` (${unknown} not known)` : ''}`;
}
