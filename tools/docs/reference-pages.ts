import { z } from 'zod';
import { feeds } from '../../engine/gather/advisories/all.ts';
import { catalogers } from '../../engine/gather/packages/all.ts';
import { reportFormats } from '../../engine/gather/scans/all.ts';
import { sourceUnits } from '../../engine/gather/sources/all.ts';
import { checks } from '../../engine/judge/hardening/all.ts';
import { faults } from '../../engine/model/fault.ts';
import { configurationSchema } from '../../engine/pipeline/configuration/schema.ts';
import { exceptionsSchema } from '../../engine/pipeline/decisions/exceptions-schema.ts';
import { triageTableSchema } from '../../engine/pipeline/triage/read-triage-table.ts';
import { renderers } from '../../engine/tell/reports/all.ts';
import { schemes } from '../../engine/versions/all.ts';
import { commandsPage } from './commands-page.ts';
import { advisoryImportSchema, advisoryUpdateSchema } from './schemas/advisory-import.ts';
import { advisoryStatusSchema } from './schemas/advisory-status.ts';
import { affectedSchema } from './schemas/affected.ts';
import { exceptionsListSchema, vexListSchema } from './schemas/decisions.ts';
import { diffSchema } from './schemas/diff.ts';
import { explainSchema } from './schemas/explain.ts';
import { gateSchema } from './schemas/gate.ts';
import { hardenSchema } from './schemas/harden.ts';
import { historySchema } from './schemas/history.ts';
import { imagesSchema } from './schemas/images.ts';
import { imagesDiffSchema } from './schemas/images-diff.ts';
import { licensesSchema } from './schemas/licenses.ts';
import { matchSchema } from './schemas/match.ts';
import { planSchema } from './schemas/plan.ts';
import { reconcileSchema } from './schemas/reconcile.ts';
import { reportSchema } from './schemas/report.ts';
import { scansSchema } from './schemas/scans.ts';
import { tableCheckSchema } from './schemas/table-check.ts';
import { triageSchema } from './schemas/triage.ts';

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
    ['schemas/configuration.json', schemaFile(configurationSchema, 'plimsoll.yaml', 'input')],
    ['schemas/exceptions-file.json', schemaFile(exceptionsSchema, 'A file of exceptions', 'input')],
    ['schemas/exceptions.json', schemaFile(exceptionsListSchema, 'plimsoll exceptions list --format json', 'output')],
    ['schemas/vex.json', schemaFile(vexListSchema, 'plimsoll vex list --format json', 'output')],
    ['schemas/images.json', schemaFile(imagesSchema, 'plimsoll images --format json', 'output')],
    ['schemas/images-diff.json', schemaFile(imagesDiffSchema, 'plimsoll images --against FILE --format json', 'output')],
    ['schemas/match.json', schemaFile(matchSchema, 'plimsoll match --format json', 'output')],
    ['schemas/explain.json', schemaFile(explainSchema, 'plimsoll explain --format json', 'output')],
    ['schemas/report.json', schemaFile(reportSchema, 'plimsoll report --format json', 'output')],
    ['schemas/gate.json', schemaFile(gateSchema, 'plimsoll gate --format json', 'output')],
    ['schemas/licenses.json', schemaFile(licensesSchema, 'plimsoll report --format licenses-json', 'output')],
    ['schemas/diff.json', schemaFile(diffSchema, 'plimsoll diff --format json', 'output')],
    ['schemas/history.json', schemaFile(historySchema, 'plimsoll history --format json', 'output')],
    ['schemas/triage.json', schemaFile(triageSchema, 'plimsoll triage --format json', 'output')],
    ['schemas/triage-table.json', schemaFile(triageTableSchema, 'a triage table', 'input')],
    ['schemas/plan.json', schemaFile(planSchema, 'plimsoll plan --format json', 'output')],
    ['schemas/affected.json', schemaFile(affectedSchema, 'plimsoll affected --format json', 'output')],
    ['schemas/harden.json', schemaFile(hardenSchema, 'plimsoll harden --format json', 'output')],
    ['schemas/table-check.json', schemaFile(tableCheckSchema, 'plimsoll check-table --format json', 'output')],
    ['schemas/reconcile.json', schemaFile(reconcileSchema, 'plimsoll reconcile --format json', 'output')],
    ['schemas/scans.json', schemaFile(scansSchema, 'plimsoll scans --format json', 'output')],
    ['schemas/advisory-import.json', schemaFile(advisoryImportSchema, 'plimsoll advisories import --format json', 'output')],
    ['schemas/advisory-update.json', schemaFile(advisoryUpdateSchema, 'plimsoll advisories update --format json', 'output')],
    ['schemas/advisory-status.json', schemaFile(advisoryStatusSchema, 'plimsoll advisories status --format json', 'output')],
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
      `## ${id}\n\n${title}. Severity ${severity}; ${standards.join(', ')}.\n\n${rationale} ${remedy}`,
  );
  return ['# Hardening checks', generated, 'What `plimsoll harden` looks for, beside the Pod Security Standards.', ...sections]
    .join('\n\n')
    .concat('\n');
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

function schemaFile(schema: z.ZodType, title: string, io: 'input' | 'output'): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io }) }, null, 2)}\n`;
}
