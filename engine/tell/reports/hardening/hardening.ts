import type { CheckFinding, Hardening } from '../../../model/hardening.ts';
import { plural } from '../describe.ts';
import { describeGap, groupGaps, listGroups } from '../group-gaps.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { comparisonTables } from './check-comparison.ts';
import { lifeTable, provenanceTable } from './image-tables.ts';
import { nonRootTables } from './non-root-tables.ts';
import { siteTables } from './site-tables.ts';

/** Rows of each table that are shown. */
const shown = 25;

type Rows = readonly (readonly (string | number)[])[];

/** How hard a release is to break into, for a terminal. */
export function hardeningToText(hardening: Hardening): string {
  const parts = [
    printable(`${hardening.product} ${hardening.version}: ${summary(hardening)}`),
    levels(hardening, (headings, rows) => table(headings, rows)),
    nonRootTables(hardening, table),
    failures(hardening, (headings, rows) => table(headings, rows)),
    siteTables(hardening, table),
    comparisonTables(hardening.comparison, table),
    lifeTable(hardening, table),
    provenanceTable(hardening, table),
    ...(hardening.gaps.length > 0
      ? [[`Not read (${hardening.gaps.length})`, ...listGroups(groupGaps(hardening.gaps))].join('\n')]
      : []),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** The same as a section of Markdown. */
export function hardeningToMarkdown(hardening: Hardening): string {
  const parts = [
    `## ${escapeMarkdown(`Hardening of ${hardening.product} ${hardening.version}`)}`,
    escapeMarkdown(summary(hardening)),
    levels(hardening, markdownTable),
    nonRootTables(hardening, markdownTable),
    failures(hardening, markdownTable),
    siteTables(hardening, markdownTable),
    comparisonTables(hardening.comparison, markdownTable),
    lifeTable(hardening, markdownTable),
    provenanceTable(hardening, markdownTable),
    hardening.gaps
      .slice(0, shown)
      .map((gap) => `- Not read: ${escapeMarkdown(describeGap(gap))}`)
      .join('\n'),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** `plimsoll harden -f json`. */
export function hardeningToJson(hardening: Hardening): string {
  return `${JSON.stringify({ schema: 'plimsoll.harden/v1', ...hardening }, undefined, 2)}\n`;
}

function summary({ podSecurity, nonRoot, checks }: Hardening): string {
  const open = checks.filter(({ suppressedBy }) => suppressedBy === null).length;
  const enforced = nonRoot.filter(({ verdict }) => verdict === 'enforced').length;
  return `${podSecurity.length} ${plural(podSecurity.length, 'workload')}, ${enforced} of ${nonRoot.length} containers are kept from running as root, ${open} places fail a check`;
}

function levels({ podSecurity }: Hardening, write: (headings: readonly string[], rows: Rows) => string): string {
  const version = podSecurity[0]?.version;
  if (version === undefined) return '';
  const count = (value: string) => podSecurity.filter(({ level }) => level === value).length;
  return write(
    [`Pod Security ${version}`, 'workloads'],
    ['privileged', 'baseline', 'restricted'].map((level) => [level, count(level)]),
  );
}

function failures({ checks }: Hardening, write: (headings: readonly string[], rows: Rows) => string): string {
  const open = checks.filter(({ suppressedBy }) => suppressedBy === null);
  const groups = [...Map.groupBy(open, ({ check }) => check).values()];
  if (groups.length === 0) return '';
  const rows = groups.map((group) => {
    const [first] = group;
    return [first?.severity ?? '', first?.check ?? '', group.length, place(first), first?.remedy ?? ''];
  });
  const more = rows.length > shown ? `\n… and ${rows.length - shown} more checks; --format json has every place` : '';
  return `${write(['severity', 'check', 'places', 'first', 'do'], rows.slice(0, shown))}${more}`;
}

function place(finding: CheckFinding | undefined): string {
  if (!finding) return '–';
  const { resource, value } = finding;
  const filled = value ? `, value ${value.value} in ${textPlace(value)}` : '';
  return `${resource.kind} ${resource.name} (${textPlace(finding)}${filled})`;
}

/** `templates/app.yaml:12`; of a packed chart `charts/db-1.tgz!db/templates/app.yaml:12`. */
export function textPlace({ file, entry, line }: Pick<CheckFinding, 'file' | 'entry' | 'line'>): string {
  return `${file}${entry === undefined ? '' : `!${entry}`}${line === null ? '' : `:${line}`}`;
}
