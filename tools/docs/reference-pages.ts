import { feeds } from '../../engine/gather/advisories/all.ts';
import { catalogers } from '../../engine/gather/packages/all.ts';
import { reportFormats } from '../../engine/gather/scans/all.ts';
import { sourceUnits } from '../../engine/gather/sources/all.ts';
import { checks } from '../../engine/judge/hardening/all.ts';
import { controlsOf, linters, namesOf, oursFor } from '../../engine/judge/hardening/known-as.ts';
import { faults } from '../../engine/model/fault.ts';
import { renderers } from '../../engine/tell/reports/all.ts';
import { schemes } from '../../engine/versions/all.ts';
import { commandsPage } from './commands-page.ts';
import { schemaPages } from './schema-pages.ts';

/**
 * Every page of docs/reference, made from the code: name → text.
 */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['commands.md', await commandsPage()],
    ['packages.md', unitsPage('Packages', 'What is read out of the layers of an image.', catalogers)],
    [
      'sources.md',
      unitsPage(
        'Sources',
        'Where a release may state what it installs: the keys of `sources` in `plimsoll.yaml`.',
        await Promise.all(sourceUnits.map(({ load }) => load())),
      ),
    ],
    ['advisories.md', unitsPage('Advisories', 'What `plimsoll advisories import` reads.', feeds)],
    ['scans.md', unitsPage('Scans', "Other scanners' reports that are read, recognized by what stands in them.", reportFormats)],
    ['versions.md', unitsPage('Version schemes', 'How two versions are ordered.', schemes)],
    [
      'reports.md',
      unitsPage(
        'Reports',
        'The formats of `plimsoll report`.',
        renderers.map(({ format, about }) => ({ id: format, about })),
      ),
    ],
    ['checks.md', checksPage()],
    ['faults.md', faultsPage()],
    ...schemaPages(),
  ]);
}

interface Unit {
  readonly id: string;
  readonly about: {
    readonly title: string;
    readonly source?: string;
    readonly reads?: readonly string[];
    readonly limits?: readonly string[];
    readonly aliases?: readonly string[];
  };
}

const generated = '<!-- Written by `npm run docs` from the code; edit the code. -->';

function checksPage(): string {
  const sections = checks.map(
    ({ id, title, severity, standards, rationale, remedy }) =>
      `## ${id}\n\n${title}. Severity ${severity}; ${standards.join(', ')}.\n\n${rationale} ${remedy}${knownAs(id)}`,
  );
  return [
    '# Hardening checks',
    generated,
    'What `plimsoll harden` looks for, beside the Pod Security Standards.',
    ...sections,
    ...controlTables(),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The way back: what others ask, and which checks ask it here. */
function controlTables(): readonly string[] {
  return linters.map((linter) => {
    const rows = controlsOf(linter).map((id) => {
      const links = oursFor(linter, id).map((check) => `[${check}](#${check})`);
      return `| \`${id}\` | ${links.join(', ')} |`;
    });
    return `## Checks of ${linter}\n\n| theirs | ours |\n|---|---|\n${rows.join('\n')}`;
  });
}

function knownAs(id: string): string {
  const names = linters.flatMap((linter) => {
    const ids = namesOf(id, linter);
    return ids.length > 0 ? [`${linter} ${ids.map((one) => `\`${one}\``).join(', ')}`] : [];
  });
  return names.length > 0 ? `\n\nAlso known as ${names.join('; ')}.` : '';
}

function unitsPage(title: string, about: string, units: readonly Unit[]): string {
  return [`# ${title}`, generated, about, ...units.map(unitSection)].join('\n\n').concat('\n');
}

function unitSection({ id, about }: Unit): string {
  const list = (heading: string, items: readonly string[] = []) =>
    items.length > 0 ? [`${heading}\n\n${items.map((item) => `- ${item}`).join('\n')}`] : [];
  return [
    `## ${id}`,
    `${about.title}.${about.aliases && about.aliases.length > 0 ? ` Also called ${about.aliases.join(', ')}.` : ''}`,
    ...list('Reads:', about.reads),
    ...list('Does not read:', about.limits),
    ...(about.source ? [`Defined at <${about.source}>.`] : []),
  ].join('\n\n');
}

function faultsPage(): string {
  const rows = Object.entries(faults).map(([code, help]) => `| \`${code}\` | ${help} |`);
  const about = 'What stops a command: one sentence on stderr with what to do, and exit code 2.';
  return ['# Faults', generated, about, ['| code | what to do |', '| --- | --- |', ...rows].join('\n')].join('\n\n').concat('\n');
}
