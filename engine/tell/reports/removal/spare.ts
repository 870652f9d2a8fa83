import type { IdleImage, Rebuild, Spare, SpareProgram } from '../../../model/removal.ts';
import { plural, sumOf } from '../describe.ts';
import { type GapGroup, groupGaps, listGroups } from '../group-gaps.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { describeBytes } from './describe-bytes.ts';

/** Of each kind, for people; JSON has them all. */
const shown = 25;
const idleHeadings = ['image', 'why', 'place', 'findings', 'alone'];
const rebuildHeadings = ['layer', 'base or image', 'images', 'packages', 'size', 'critical', 'high', 'all'];
const programHeadings = ['image', 'kind', 'programs', 'size', 'findings', 'started by'];

/** `plimsoll without RECORD -f json`, schema `plimsoll.spare/v1`. */
export function spareToJson(spare: Spare): string {
  return `${JSON.stringify({ schema: 'plimsoll.spare/v1', ...spare }, undefined, 2)}\n`;
}

/** What a release could do without, for a terminal. */
export function spareToText(spare: Spare): string {
  const parts = [
    printable(`${spare.product} ${spare.version}: what it could do without`),
    ...tablesOf(spare).map(({ heading, headings, rows }) =>
      [printable(heading), table(headings, rows.slice(0, shown)), ...more(rows.length)].join('\n'),
    ),
    ...(spare.gaps.length > 0 ? [[`Not known (${spare.gaps.length})`, ...listGroups(groupGaps(spare.gaps))].join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What a release could do without, as Markdown. */
export function spareToMarkdown(spare: Spare): string {
  const parts = [
    `## ${escapeMarkdown(`${spare.product} ${spare.version}: what it could do without`)}`,
    ...tablesOf(spare).flatMap(({ heading, headings, rows }) => [
      `### ${escapeMarkdown(heading)}`,
      markdownTable(headings, rows.slice(0, shown)),
      ...more(rows.length),
    ]),
    ...(spare.gaps.length > 0 ? ['### Not known', groupGaps(spare.gaps).map(toItem).join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function toItem({ code, count, examples: [first = ''] }: GapGroup): string {
  return `- ${escapeMarkdown(`${code} × ${count}: ${first}`)}`;
}

function more(count: number): readonly string[] {
  return count > shown ? [`… and ${count - shown} more; JSON has them all`] : [];
}

type Rows = readonly (readonly (string | number)[])[];

function tablesOf(
  spare: Spare,
): readonly { readonly heading: string; readonly headings: readonly string[]; readonly rows: Rows }[] {
  const { idle, programs, rebuilds, images, sizeBytes, findings } = spare;
  return [
    {
      heading: `${idle.length} ${plural(idle.length, 'image')} that no workload runs`,
      headings: idleHeadings,
      rows: idle.map(toIdleRow),
    },
    {
      heading: `Shells, package managers and compilers: in ${images.withPrograms} of ${images.total} images, ${images.unknown} not known; ${describeBytes(sizeBytes)} and ${sumOf(findings)} findings go with the packages of their names, when ${rebuilds.length} ${plural(rebuilds.length, 'layer')} are made again`,
      headings: rebuildHeadings,
      rows: rebuilds.map(toRebuildRow),
    },
    { heading: 'Image by image', headings: programHeadings, rows: programs.map(toProgramRow) },
  ].filter(({ rows }) => rows.length > 0);
}

const reasons: Readonly<Record<IdleImage['reason'], string>> = {
  listed: 'only listed',
  configured: 'only in ConfigMaps',
  'configured-unread': 'only in ConfigMaps that no object names',
};

function toIdleRow({ reference, reason, places, findings, storedBytes }: IdleImage): Rows[number] {
  const [first] = places;
  return [reference, reasons[reason], first ? `${first.file}:${first.line}` : '', sumOf(findings), describeBytes(storedBytes)];
}

function toRebuildRow({ layer, base, images, packages, sizeBytes, findings }: Rebuild): Rows[number] {
  const names = [...new Set(packages.map(nameIn))];
  return [
    layer.slice(0, 19),
    base ?? images[0] ?? '',
    images.length,
    names.slice(0, 6).join(', ') + (names.length > 6 ? ' …' : ''),
    describeBytes(sizeBytes),
    findings.CRITICAL,
    findings.HIGH,
    sumOf(findings),
  ];
}

/** `bash` of `pkg:deb/debian/bash@5.2?arch=amd64`. */
function nameIn(purl: string): string {
  const [path = ''] = purl.split('?');
  return path.slice(path.lastIndexOf('/') + 1).replace(/@.*$/, '');
}

function toProgramRow({ image, kind, paths, omitted, sizeBytes, findings, neededBy }: SpareProgram): Rows[number] {
  const programs =
    paths.slice(0, 4).join(', ') + (paths.length > 4 || omitted > 0 ? ` and ${paths.length - 4 + omitted} more` : '');
  const words = { shells: 'shells', packageManagers: 'package managers', compilers: 'compilers' } as const;
  return [
    image,
    words[kind],
    programs,
    sizeBytes === null ? 'unknown' : describeBytes(sizeBytes),
    sumOf(findings),
    neededBy ?? '',
  ];
}
