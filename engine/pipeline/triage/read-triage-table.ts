import { z } from 'zod';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import { cisaTable } from '../../judge/triage/priority/cisa-table.ts';
import { describePoints, findUndecided } from '../../judge/triage/priority/decide.ts';
import { accountReaches } from '../../model/exposure.ts';
import { Fault } from '../../model/fault.ts';
import { tiers } from '../../model/inventory.ts';
import { priorities } from '../../model/priority.ts';
import { severities } from '../../model/severity.ts';
import { exploitations, missions, prevalences, type TriageTable, technicalImpacts, wellBeings } from '../../model/triage.ts';
import { checkDocument, refuse } from '../configuration/check-document.ts';

const answer = z.enum(['yes', 'no']);
const share = z.number().min(0).max(1);
const row = z.strictObject({
  exploitation: z.enum(exploitations).optional(),
  automatable: answer.optional(),
  technicalImpact: z.enum(technicalImpacts).optional(),
  mission: z.enum(missions).optional(),
  priority: z.enum(priorities),
});
const adjustment = z.strictObject({
  steps: z.int().min(-3).max(3),
  exposure: z.array(z.enum(['exposed', 'unknown', 'not-exposed'])).optional(),
  privilege: z.array(z.enum(['host', 'root', 'unknown', 'limited'])).optional(),
  rights: z.array(z.enum(accountReaches)).optional(),
  severity: z.array(z.enum(severities)).optional(),
  fix: z.array(z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown'])).optional(),
  exploitation: z.array(z.enum(exploitations)).optional(),
  technicalImpact: z.array(z.enum(technicalImpacts)).optional(),
  because: z.string().min(1).max(200),
});

/** What may stand in a project's triage table; what it leaves out is as in CISA's. */
export const triageTableSchema = z.strictObject({
  title: z.string().min(1).max(80).optional().describe('How sentences call it: `Our table`.'),
  decisions: z.array(row).min(1).optional().describe('The first that holds decides; a point that is not named may be anything.'),
  epss: z
    .strictObject({ poc: share, active: share.optional() })
    .optional()
    .describe('From which EPSS score on it stands for a public exploit, and for exploitation.'),
  prevalence: z
    .partialRecord(z.enum(tiers), z.enum(prevalences))
    .optional()
    .describe('What tiers mean to those who install them.'),
  wellBeing: z.record(z.string(), z.enum(wellBeings)).optional().describe('What becomes of people where a plane fails.'),
  adjustments: z.array(adjustment).optional().describe('Move what the table says, where everything that they name holds.'),
});

/**
 * The project's own rules of triage.
 *
 * in      the file that `triage.table` names
 * faults  file-unreadable; configuration-invalid, also where a combination has no outcome or thresholds contradict each other
 */
export function readTriageTable(file: string, files: Pick<SourceFiles, 'readText'>): TriageTable {
  const text = files.readText(file);
  if (text === undefined) throw new Fault('file-unreadable', `\`triage.table\` names ${file}, which cannot be read`);
  const { value, yaml } = checkDocument(text, file, triageTableSchema);
  const table = toTable(value, file);
  const [undecided] = findUndecided(table);
  const fail = (path: readonly string[], message: string): never => refuse(file, [{ ...yaml.positionOf(path), message }]);
  if (undecided) fail(['decisions'], `no row holds for ${describePoints(undecided)}; end with \`- priority: track\``);
  const { poc, active = 1 } = table.epss;
  if (active < poc) fail(['epss'], `\`active\` is ${active}, below \`poc\`, which is ${poc}`);
  return table;
}

function toTable(stated: z.infer<typeof triageTableSchema>, source: string): TriageTable {
  const { title = 'The table', decisions, epss, prevalence, wellBeing, adjustments } = stated;
  const own = decisions?.map(({ automatable, ...points }) => ({
    ...points,
    ...(automatable !== undefined && { automatable: automatable === 'yes' }),
  }));
  return {
    ...cisaTable,
    title,
    source,
    ...(own && { rows: own as TriageTable['rows'] }),
    ...(epss && { epss: epss as TriageTable['epss'] }),
    ...(adjustments && { adjustments: adjustments as TriageTable['adjustments'] }),
    prevalence: { ...cisaTable.prevalence, ...prevalence } as TriageTable['prevalence'],
    wellBeing: wellBeing ?? cisaTable.wellBeing,
  };
}
