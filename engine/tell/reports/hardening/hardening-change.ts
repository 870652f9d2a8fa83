import type { FileChange, HardeningChange, WorkloadChange } from '../../../model/hardening-change.ts';
import { plural } from '../describe.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

/** A change with what it writes. */
export interface ShownChange {
  readonly change: HardeningChange;
  readonly files: readonly FileChange[];
  /** Unified diff; empty where it is not asked for. */
  readonly diff: string;
  /** Sentences on how to apply it, and on its way back. */
  readonly advice: readonly string[];
}

type Rows = readonly (readonly (string | number)[])[];

/** Reasons that are listed. */
const shown = 40;

/** A change of manifests, by form of output. */
export const changeWriters = {
  terminal: (subject: ShownChange): string =>
    `${parts(subject, table, printable)
      .concat(subject.diff ? [printableDiff(subject.diff)] : [])
      .join('\n\n')}\n`,
  json: ({ change, files }: ShownChange): string =>
    `${JSON.stringify({ schema: 'plimsoll.harden-change/v1', ...change, files }, undefined, 2)}\n`,
  md: (subject: ShownChange): string =>
    `${[`## ${escapeMarkdown(`Hardening of ${subject.change.product} ${subject.change.version}`)}`]
      .concat(parts(subject, markdownTable, escapeMarkdown))
      .concat(subject.diff ? [fenced(subject.diff)] : [])
      .join('\n\n')}\n`,
} as const;

function parts(
  { change, advice }: ShownChange,
  write: (headings: readonly string[], rows: Rows) => string,
  safe: (text: string) => string,
): readonly string[] {
  const changed = change.workloads.filter(({ settings }) => settings.length > 0);
  const rows = changed.map(({ resource, before, after, settings }) => [
    `${resource.kind} ${resource.name}`,
    `${before} → ${after}`,
    settings.length,
    [...new Set(settings.map(({ name }) => name))].join(', '),
  ]);
  return [
    safe(summary(change)),
    ...(rows.length > 0 ? [write(['workload', 'level', 'settings', 'of'], rows)] : []),
    ...remainders(change.workloads, write),
    ...[...change.notes, ...advice, ...change.gaps.slice(0, shown).map(({ detail }) => `Not read: ${detail}`)].map(safe),
  ];
}

function summary({ workloads, target, podSecurityVersion }: HardeningChange): string {
  const count = (has: (one: WorkloadChange) => boolean) => workloads.filter(has).length;
  const [reached, raised] = [count(({ after, remains }) => remains.length === 0 && after !== 'privileged'), count(isRaised)];
  return `${workloads.length} ${plural(workloads.length, 'workload')}: ${raised} raised, ${reached} at ${target} of ${podSecurityVersion} or above, ${workloads.length - reached} below it.`;
}

function isRaised({ before, after }: WorkloadChange): boolean {
  return before !== after;
}

/** What stays, by reason, since one reason often holds for many. */
function remainders(
  workloads: readonly WorkloadChange[],
  write: (headings: readonly string[], rows: Rows) => string,
): readonly string[] {
  const all = workloads.flatMap(({ resource, remains }) => remains.map((one) => ({ ...one, resource })));
  const groups = [...Map.groupBy(all, ({ control, because }) => JSON.stringify([control, because])).values()];
  const rows = groups
    .toSorted((one, other) => other.length - one.length)
    .map((group) => {
      const [first] = group;
      const names = new Set(group.map(({ resource }) => `${resource.kind} ${resource.name}`));
      return [first?.control ?? '', names.size, [...names][0] ?? '', first?.because ?? ''];
    });
  if (rows.length === 0) return [];
  const more = rows.length > shown ? `\n… and ${rows.length - shown} more; --format json has every place` : '';
  return [`${write(['stays', 'workloads', 'first', 'because'], rows.slice(0, shown))}${more}`];
}

function printableDiff(diff: string): string {
  return diff.split('\n').map(printable).join('\n').trimEnd();
}

function fenced(diff: string): string {
  const longest = Math.max(2, ...[...diff.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${diff}${fence}`;
}
