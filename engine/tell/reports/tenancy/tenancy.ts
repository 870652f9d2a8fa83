import type { StoreAccess, StoreRow, Tenancy, TenancyFinding } from '../../../model/tenancy.ts';
import { groupGaps, listGroups } from '../group-gaps.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

/** Evidence of a finding that is shown to people; JSON has all of it. */
const shown = 6;

const accessWords: Readonly<Record<StoreAccess, string>> = {
  open: 'everybody',
  'one-credential': 'who has its one credential',
  'per-user': 'each as themselves',
  unknown: 'not known',
};

/** Tenancy as JSON, schema `plimsoll.tenancy/v1`. */
export function tenancyToJson(tenancy: Tenancy): string {
  return `${JSON.stringify({ schema: 'plimsoll.tenancy/v1', ...tenancy }, undefined, 2)}\n`;
}

/** Tenancy for a terminal: tenants, stores and parameters as tables, findings with their evidence. */
export function tenancyToText(tenancy: Tenancy): string {
  const { stores, parameters, findings, gaps } = tenancy;
  const parts = [
    printable(describeTotals(tenancy)),
    ...(stores.length > 0 ? [table(storeHeadings, stores.map(toStoreRow))] : []),
    ...(parameters.length > 0 ? [table(parameterHeadings, toParameterRows(tenancy))] : []),
    ...findings.map((finding) =>
      [
        printable(`${finding.severity} ${finding.title}${doubtOf(finding)}`),
        `  ${printable(finding.sentence)}`,
        ...evidenceOf(finding).map((line) => `    - ${printable(line)}`),
      ].join('\n'),
    ),
    ...(gaps.length > 0 ? [[`Not read (${gaps.length})`, ...listGroups(groupGaps(gaps))].join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Tenancy as Markdown: each finding is a section that can be pasted into an issue. */
export function tenancyToMarkdown(tenancy: Tenancy): string {
  const { product, stores, parameters, findings, gaps } = tenancy;
  const parts = [
    `# Tenancy of ${escapeMarkdown(product)}`,
    escapeMarkdown(describeTotals(tenancy)),
    ...(stores.length > 0 ? ['## Stores', markdownTable(storeHeadings, stores.map(toStoreRow))] : []),
    ...(parameters.length > 0 ? ['## Parameters', markdownTable(parameterHeadings, toParameterRows(tenancy))] : []),
    ...(findings.length > 0 ? ['## Findings'] : []),
    ...findings.flatMap((finding) => [
      `### ${escapeMarkdown(finding.title)}`,
      `**${finding.severity}**${escapeMarkdown(doubtOf(finding))}. ${escapeMarkdown(finding.sentence)}`,
      evidenceOf(finding)
        .map((line) => `- ${escapeMarkdown(line)}`)
        .join('\n'),
    ]),
    ...(gaps.length > 0
      ? [
          '## Not read',
          gaps.map(({ detail, path = null, line = null }) => `- ${escapeMarkdown(`${detail}${placeOf(path, line)}`)}`).join('\n'),
        ]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function describeTotals({ product, tenants, stores, parameters, findings, gaps }: Tenancy): string {
  const names = tenants.map(({ namespace, name }) => (name === namespace ? namespace : `${namespace} (${name})`));
  const shared = findings.filter(({ code }) => code === 'store-shared').length;
  const open = parameters.filter(({ verdict }) => verdict === 'open').length;
  return `${product}: tenants: ${names.join(', ') || 'none known'}; ${shared} of ${stores.length} stores shared by tenants; ${open} of ${parameters.length} declared parameters open; ${findings.length} findings, ${gaps.length} gaps`;
}

const storeHeadings = ['store', 'workload', 'who gets in', 'reached by tenants', 'given its credential'];

function toStoreRow({ title, workload, access, reachedBy, users, doubts }: StoreRow): readonly (string | number)[] {
  const reached = reachedBy.length === 0 ? 'none' : `${reachedBy.length}${doubts.length > 0 ? ' (perhaps)' : ''}`;
  return [title, `${workload.kind} ${workload.namespace ?? ''}/${workload.name}`, accessWords[access], reached, users.length];
}

const parameterHeadings = ['service', 'parameter', 'verdict', 'from outside', 'others within'];

function toParameterRows({ parameters }: Tenancy): readonly (readonly (string | number)[])[] {
  return parameters.map(({ service, parameter, verdict, ways, strangers }) => [
    ...[service, parameter, verdict],
    ...[ways.length, strangers.length],
  ]);
}

function doubtOf({ certainty }: TenancyFinding): string {
  return certainty === 'likely' ? ' (as far as manifests tell)' : '';
}

function evidenceOf({ evidence, file, line }: TenancyFinding): readonly string[] {
  const lines = evidence.map((each) => `${each.sentence}${placeOf(each.file, each.line)}`);
  if (lines.length === 0 && file !== null) return [`Stated in${placeOf(file, line).replace(/[()]/g, '')}`];
  return lines.length > shown ? [...lines.slice(0, shown), `… and ${lines.length - shown} more`] : lines;
}

function placeOf(file: string | null, line: number | null): string {
  if (!file) return '';
  return ` (${line === null ? file : `${file}:${line}`})`;
}
