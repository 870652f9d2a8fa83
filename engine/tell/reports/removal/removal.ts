import type { RemainingReference, Removal } from '../../../model/removal.ts';
import type { ResourceIdentity } from '../../../model/resource.ts';
import { type SeverityCounts, severities } from '../../../model/severity.ts';
import { plural, sumOf } from '../describe.ts';
import { groupGaps, listGroups } from '../group-gaps.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { describeBytes } from './describe-bytes.ts';

/** Of each kind, for people; JSON has them all. */
const shown = 25;

/** A part of the report: a heading, then a table or sentences. */
interface Section {
  readonly heading: string;
  readonly headings?: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** `plimsoll without -f json`, schema `plimsoll.without/v1`. */
export function removalToJson(removal: Removal): string {
  return `${JSON.stringify({ schema: 'plimsoll.without/v1', ...removal }, undefined, 2)}\n`;
}

/** What would go, for a terminal. */
export function removalToText(removal: Removal): string {
  const parts = [
    printable(titleOf(removal)),
    ...sectionsOf(removal).map(({ heading, headings, rows }) => {
      const few = rows.slice(0, shown);
      const body = headings ? table(headings, few) : few.map(([sentence]) => printable(`  ${sentence}`)).join('\n');
      return [printable(heading), body, ...more(rows)].join('\n');
    }),
    ...(removal.gaps.length > 0
      ? [[`Not known (${removal.gaps.length})`, ...listGroups(groupGaps(removal.gaps))].join('\n')]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What would go, as Markdown for an issue. */
export function removalToMarkdown(removal: Removal): string {
  const parts = [
    `## ${escapeMarkdown(titleOf(removal))}`,
    ...sectionsOf(removal).flatMap(({ heading, headings, rows }) => {
      const few = rows.slice(0, shown);
      const body = headings ? markdownTable(headings, few) : few.map(([text]) => `- ${escapeMarkdown(String(text))}`).join('\n');
      return [`### ${escapeMarkdown(heading)}`, body, ...more(rows)];
    }),
    ...(removal.gaps.length > 0
      ? ['### Not known', removal.gaps.map(({ detail }) => `- ${escapeMarkdown(detail)}`).join('\n')]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function titleOf({ product, version, subjects }: Removal): string {
  return `${product} ${version} without ${subjects.map(({ kind, name }) => `${kind} ${name}`).join(', ')}; nothing was changed`;
}

function more(rows: readonly unknown[]): readonly string[] {
  return rows.length > shown ? [`… and ${rows.length - shown} more; JSON has them all`] : [];
}

function sectionsOf(removal: Removal): readonly Section[] {
  const all = [figures(removal), content(removal), ofVulnerabilities(removal), ofResources(removal), ofRights(removal)];
  return [...all, ofNetwork(removal), ofReferences(removal)].filter(({ rows }) => rows.length > 0);
}

function figures({ findings, vulnerabilities }: Removal): Section {
  const row = (name: string, counts: SeverityCounts) => [name, ...severities.map((each) => counts[each]), sumOf(counts)];
  return {
    heading: 'Findings and vulnerabilities',
    headings: ['', ...severities.map((each) => each.toLowerCase()), 'all'],
    rows: [
      row('findings now', findings.before),
      row('would go', findings.gone),
      row('would be left', findings.after),
      row('vulnerabilities now', vulnerabilities.before),
      row('would go', vulnerabilities.gone),
      row('would be left', vulnerabilities.after),
    ],
  };
}

function content({ content: { images, layers, sharedLayers, storedBytes, uncompressedBytes, ...packages } }: Removal): Section {
  const { packageBytes, unweighedPackages, packages: purls } = packages;
  const rows = [
    ...images.map((image) => [`image ${image}`]),
    ...(layers + sharedLayers > 0
      ? [
          [
            `${layers} ${plural(layers, 'layer')} that no other image has: ${describeBytes(storedBytes)} stored, ${describeBytes(uncompressedBytes)} unpacked; ${sharedLayers} shared ${plural(sharedLayers, 'layer')} would stay`,
          ],
        ]
      : []),
    ...(purls.length > 0 ? [[`${purls.length} ${plural(purls.length, 'package')} that the release would have no more`]] : []),
    ...(packageBytes > 0 || unweighedPackages > 0
      ? [
          [
            `${describeBytes(packageBytes)} of packages in images that stay, ${unweighedPackages} of unknown size, once these are built again`,
          ],
        ]
      : []),
  ];
  return { heading: 'Content', rows };
}

function ofVulnerabilities({ removedVulnerabilities }: Removal): Section {
  const gone = removedVulnerabilities.filter(({ otherImages }) => otherImages === 0);
  const heading = `${gone.length} ${plural(gone.length, 'vulnerability').replace('ys', 'ies')} of ${removedVulnerabilities.length} would be gone from the release; the others stay in other images`;
  const worst = gone.filter(({ severity, kev }) => kev || severity === 'CRITICAL' || severity === 'HIGH');
  const rows = worst.map(({ vulnerability, severity, kev }) => [
    `${vulnerability} ${severity}${kev ? ', known to be exploited' : ''}`,
  ]);
  return { heading, rows: removedVulnerabilities.length > 0 && rows.length === 0 ? [['none of them critical or high']] : rows };
}

function ofResources({ resources }: Removal): Section {
  const own = resources.filter(({ why }) => why === 'subject').length;
  return {
    heading: `${resources.length} ${plural(resources.length, 'object')} would go: ${own} of it, ${resources.length - own} that only it needs`,
    headings: ['object', 'because', 'place'],
    rows: resources
      .toSorted((one, other) => Number(one.why === 'subject') - Number(other.why === 'subject'))
      .map(({ resource, because, file, line }) => [nameOf(resource), because, placeOf(file, line)]),
  };
}

function ofRights({ rights: { lost, ways } }: Removal): Section {
  return {
    heading: `Rights: ${lost.filter(({ isGone }) => isGone).length} accounts would go; ways to more: ${ways.before} now, ${ways.after} then`,
    rows: lost.map(({ subject: { kind, namespace, name }, isGone, grants, powers }) => [
      `${kind} ${namespace === null ? '' : `${namespace}/`}${name} ${isGone ? 'goes' : 'stays'}, and loses ${grants} ${plural(grants, 'grant')}${powers.length === 0 ? '' : `: it ${powers.map(({ sentence }) => sentence).join('; ')}`}`,
    ]),
  };
}

function ofNetwork({ network: { services, entrances, connections } }: Removal): Section {
  const rows = [
    ...services.map(({ service, ports }) => [`${nameOf(service)}: ${ports.join(', ') || 'no ports'}`]),
    ...entrances.map(({ workload, steps, doubt }) => [
      `${[...steps, nameOf(workload)].join(' → ')}${doubt === null ? '' : ` (${doubt})`}`,
    ]),
  ];
  return {
    heading: `Network: ${services.length} Services and ${entrances.length} ways from outside would go; connections: ${connections.before} now, ${connections.after} then`,
    rows,
  };
}

function ofReferences({ references }: Removal): Section {
  return {
    heading: `${references.length} ${plural(references.length, 'place')} would still refer to it`,
    headings: ['what stays', 'refers to', 'by', 'place'],
    rows: references.map((each) => [
      each.from ? nameOf(each.from) : each.file,
      each.to,
      describe(each),
      placeOf(each.file, each.line),
    ]),
  };
}

function describe({ manner, path, certainty, how }: RemainingReference): string {
  return [how ?? manner, path, certainty === 'likely' ? '(likely)' : ''].filter(Boolean).join(' ');
}

function nameOf({ kind, namespace, name }: ResourceIdentity): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}

function placeOf(file: string, line: number | null): string {
  return line === null ? file : `${file}:${line}`;
}
